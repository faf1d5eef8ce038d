import { rm } from "node:fs/promises";
import { join } from "node:path";
import { ProjectId } from "@switchyard/core/protocol";
import { exampleIssues, type FakeWorkspace, installFakeBd, makeWorkspace } from "@switchyard/testkit/fake-bd";
import { pino } from "pino";
import { testFolder } from "../folder.testkit.ts";
import type { Timing } from "../timing.ts";
import { type BeadsChange, makeTrackers, type Tracker, type Trackers } from "../trackers.ts";

/** For tests: a project of `alice` with a bd of its version, which nobody looks at unless a test does. */
export interface Bench extends AsyncDisposable {
  readonly workspace: FakeWorkspace;
  readonly trackers: Trackers;
  readonly tracker: Tracker;
  /** In the order in which they were told. */
  readonly changes: readonly BeadsChange[];
  /** An issue as it is stored. */
  stored(id: string): Promise<Record<string, unknown>>;
  /** The commands that were called since the last look, in their order. */
  calls(): Promise<string[]>;
}

export interface BenchOptions {
  readonly version?: string;
  readonly issues?: readonly object[];
  readonly timing?: Partial<Timing>;
}

export async function makeBench({
  version = "1.3.0",
  issues = exampleIssues(),
  timing,
}: BenchOptions = {}): Promise<Bench> {
  const folder = await testFolder();
  const workspace = await makeWorkspace(folder.at("shop"), issues, { version });
  const { path } = await installFakeBd(folder.at("bin"), { version });
  const changes: BeadsChange[] = [];
  const env = {
    PATH: `${join(path, "..")}:/usr/bin:/bin`,
    HOME: folder.path,
    USER: "alice",
    GIT_CONFIG_NOSYSTEM: "1",
  };
  const trackers = makeTrackers({
    env,
    ownRoots: [],
    environment: () => env,
    probeFolder: folder.path,
    changed: (_id, change) => void changes.push(change),
    logger: pino({ level: "silent" }),
    timing: { lockedInTurnMs: [5, 5, 5], pollMs: 60_000, settleMs: 50, ...timing },
  });
  let seen = 0;
  return {
    workspace,
    trackers,
    tracker: trackers.of(ProjectId.parse("shop"), workspace.root),
    changes,
    async stored(id) {
      const found = (await workspace.read()).find((issue) => issue["id"] === id);
      if (found === undefined) throw new Error(`There is no ${id}.`);
      return found;
    },
    async calls() {
      const all = (await workspace.journal()).filter(({ command }) => command !== "version");
      const fresh = all.slice(seen);
      seen = all.length;
      return fresh.map(({ command }) => command);
    },
    async [Symbol.asyncDispose]() {
      await trackers.close();
      await rm(folder.path, { recursive: true, force: true });
    },
  };
}
