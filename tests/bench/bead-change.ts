import { setTimeout } from "node:timers/promises";
import type { Bead } from "@switchyard/core/protocol";
import { type BeadPlace, makeBeadPlace } from "./bead-place.ts";
import { more, ms, quantile, type Row } from "./report.ts";

const ROUNDS = 8;
const BEADS = 650;
/** What the bridge waits for after the last sign of a change. */
const DEBOUNCE_MS = 250;
/** After a reading of its own the bridge hears nothing for a second; an agent rarely writes within it. */
const REST_MS = 1500;

/** From the end of an agent's `bd update` until a client is told, without the debounce, beside one `bd list`. */
export async function benchBeadChange(): Promise<Row[]> {
  await using place = await makeBeadPlace(BEADS);
  const { beads } = await place.client.call("getBeads", { outline: true });
  const open = beads.filter(({ status }) => status === "open").slice(0, ROUNDS);
  const taken: number[] = [];
  const floors: number[] = [];
  for (const bead of open) {
    await setTimeout(REST_MS);
    floors.push(await place.bd("list", "--json", "--all", "--limit", "0"));
    await setTimeout(REST_MS);
    taken.push(await claiming(place, bead));
  }
  const [measured, floor] = [quantile(taken, 0.5) - DEBOUNCE_MS, quantile(floors, 0.5)];
  return [
    {
      what: `an agent's change shows, ${BEADS} beads`,
      measured: `${ms(measured)} beyond the debounce`,
      floor: `${ms(floor)} (one bd list)`,
      ratio: more(measured - floor),
      aim: "+50 ms",
    },
  ];
}

async function claiming({ bd, client, workspace }: BeadPlace, { id }: Bead): Promise<number> {
  const told = client
    .until("beads-updated", ({ changed }) => changed.some((each) => each.id === id))
    .then(() => Date.now());
  await bd("update", id, "--claim", "--json");
  const at = await told;
  const calls = await workspace.journal();
  const written = calls.findLast(({ args }) => args[0] === "update" && args[1] === id)?.endedAt;
  if (written === undefined) throw new Error(`The claim of ${id} is not in the journal.`);
  return at - written;
}
