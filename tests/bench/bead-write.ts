import { makeBeadPlace } from "./bead-place.ts";
import { ms, quantile, type Row } from "./report.ts";

const ROUNDS = 12;
const BEADS = 650;
const QUEUED = 50;

/** One edit over the wire beside the two commands that it needs, and many at once beside as many times these. */
export async function benchBeadWrite(): Promise<Row[]> {
  await using place = await makeBeadPlace(BEADS);
  const { client, bd } = place;
  const { beads } = await client.call("getBeads", { outline: true });
  const open = beads.filter(({ status }) => status === "open");
  const taken: number[] = [];
  const floors: number[] = [];
  for (const [at, { id }] of open.slice(0, ROUNDS).entries()) {
    floors.push(
      (await bd("show", id, "--json")) + (await bd("update", id, `--title=By hand ${at}`, "--json")),
    );
    taken.push(await timed(() => client.call("updateBead", { beadId: id, patch: { title: `Edit ${at}` } })));
  }
  const [measured, floor] = [quantile(taken, 0.5), quantile(floors, 0.5)];
  const queued = open.slice(0, QUEUED);
  const all = await timed(() =>
    Promise.all(queued.map(({ id }) => client.call("updateBead", { beadId: id, patch: { notes: "n" } }))),
  );
  return [
    {
      what: `an edit of a bead, ${BEADS} beads`,
      measured: ms(measured),
      floor: `${ms(floor)} (bd show, bd update)`,
      ratio: `${(measured / floor).toFixed(2)}×`,
      aim: "≤ 1.2×",
    },
    {
      what: `${queued.length} edits at once, each`,
      measured: ms(all / queued.length),
      floor: `${ms(floor)} (the same)`,
      ratio: `${(all / queued.length / floor).toFixed(2)}×`,
      aim: "≤ 1.2×",
    },
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
