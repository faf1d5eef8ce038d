import { execFile } from "node:child_process";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { type Client, startBridge } from "@switchyard/testkit/bridge";
import { type FakeWorkspace, installFakeBd, makeWorkspace, manyIssues } from "@switchyard/testkit/fake-bd";
import { bridgeMain } from "../integration/yard.ts";

/** A project with beads, a bridge that looks at it, and the program that both it and an agent call. */
export interface BeadPlace extends AsyncDisposable {
  readonly workspace: FakeWorkspace;
  readonly client: Client;
  /** Calls the program as an agent does; tells how long that took, in ms. */
  bd(...args: readonly string[]): Promise<number>;
}

export async function makeBeadPlace(beads: number): Promise<BeadPlace> {
  const home = await mkdtempDisposable(join(tmpdir(), "switchyard-bench-"));
  const bin = join(home.path, "bin");
  const { path: bd } = await installFakeBd(bin);
  const workspace = await makeWorkspace(join(home.path, "shop"), manyIssues(beads));
  const bridge = await startBridge({
    main: bridgeMain,
    home: home.path,
    cwd: workspace.root,
    env: { PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, BEADS_DIR: undefined, BD_BIN: undefined },
  });
  return {
    workspace,
    client: await bridge.connect(),
    async bd(...args) {
      const from = performance.now();
      await run(bd, args, { cwd: workspace.root, env: agent, maxBuffer: 64 * 1024 * 1024 });
      return performance.now() - from;
    },
    async [Symbol.asyncDispose]() {
      await bridge[Symbol.asyncDispose]();
      await home[Symbol.asyncDispose]();
    },
  };
}

const run = promisify(execFile);
const agent = { ...process.env, FAKE_BD_CALLER: "agent" };
