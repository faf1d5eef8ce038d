import { execFile } from "node:child_process";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import type { Bead } from "@switchyard/core/protocol";
import { type Client, startBridge } from "@switchyard/testkit/bridge";
import { type FakeWorkspace, installFakeBd, makeWorkspace, manyIssues } from "@switchyard/testkit/fake-bd";
import { bridgeMain } from "../integration/yard.ts";
import { more, ms, quantile, type Row } from "./report.ts";

const ROUNDS = 8;
const BEADS = 650;
/** What the bridge waits for after the last sign of a change. */
const DEBOUNCE_MS = 250;
/** After a reading of its own the bridge hears nothing for a second; an agent rarely writes within it. */
const REST_MS = 1500;

/** From the end of an agent's `bd update` until a client is told, without the debounce, beside one `bd list`. */
export async function benchBeadChange(): Promise<Row[]> {
  await using home = await mkdtempDisposable(join(tmpdir(), "switchyard-bench-"));
  const bin = join(home.path, "bin");
  const { path: bd } = await installFakeBd(bin);
  const workspace = await makeWorkspace(join(home.path, "shop"), manyIssues(BEADS));
  await using bridge = await startBridge({
    main: bridgeMain,
    home: home.path,
    cwd: workspace.root,
    env: { PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, BEADS_DIR: undefined, BD_BIN: undefined },
  });
  const client = await bridge.connect();
  const { beads } = await client.call("getBeads", { outline: true });
  const open = beads.filter(({ status }) => status === "open").slice(0, ROUNDS);
  const taken: number[] = [];
  const floors: number[] = [];
  for (const bead of open) {
    await setTimeout(REST_MS);
    floors.push(await listing(bd, workspace));
    await setTimeout(REST_MS);
    taken.push(await claiming({ bd, workspace, client, bead }));
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

const run = promisify(execFile);
const agent = { ...process.env, FAKE_BD_CALLER: "agent" };

async function listing(bd: string, { root }: FakeWorkspace): Promise<number> {
  const from = performance.now();
  const args = ["list", "--json", "--all", "--limit", "0"];
  await run(bd, args, { cwd: root, env: agent, maxBuffer: 64 * 1024 * 1024 });
  return performance.now() - from;
}

interface Claim {
  readonly bd: string;
  readonly workspace: FakeWorkspace;
  readonly client: Client;
  readonly bead: Bead;
}

async function claiming({ bd, workspace, client, bead: { id } }: Claim): Promise<number> {
  const told = client
    .until("beads-updated", ({ changed }) => changed.some((each) => each.id === id))
    .then(() => Date.now());
  await run(bd, ["update", id, "--claim", "--json"], { cwd: workspace.root, env: agent });
  const at = await told;
  const calls = await workspace.journal();
  const written = calls.findLast(({ args }) => args[0] === "update" && args[1] === id)?.endedAt;
  if (written === undefined) throw new Error(`The claim of ${id} is not in the journal.`);
  return at - written;
}
