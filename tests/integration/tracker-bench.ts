import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProjectId } from "@switchyard/core/protocol";
import type { FakeBdCall } from "@switchyard/testkit/fake-bd";
import { pino } from "pino";
import {
  type BeadsChange,
  makeTrackers,
  type Tracker,
  type Trackers,
  type TrackersOptions,
} from "@switchyard/bridge/beads";

/** A tracker's folder, the program in front of it, and both who use it: the bridge's part, and an agent. */
export interface TrackerBench extends AsyncDisposable {
  readonly root: string;
  readonly trackers: Trackers;
  readonly tracker: Tracker;
  readonly changes: readonly BeadsChange[];
  /** The next change that fits, from now on. */
  change(fits?: (change: BeadsChange) => boolean): Promise<BeadsChange>;
  /** Runs `bd` as an agent would, in the project's folder; what it printed. @throws where it fails */
  agent(...args: readonly string[]): Promise<string>;
  /** The calls of the bridge's part so far, by their command. */
  calls(): Promise<string[]>;
  /** How often two of them were there at once. */
  overlaps(): Promise<number>;
}

/** A workspace in its folder, and the programs that a PATH has. */
export interface Given {
  readonly root: string;
  /** First on the PATH. */
  readonly bin: string;
  journal(): Promise<readonly FakeBdCall[]>;
  overlaps(): Promise<number>;
  dispose(): Promise<void>;
}

export interface BenchOptions {
  readonly timing?: TrackersOptions["timing"];
  readonly env?: Readonly<Record<string, string>>;
}

export const PROJECT = ProjectId.parse("project");

/** With a client that looks; polls are so far away that only what is heard counts. */
export function makeTrackerBench(given: Given, { timing, env = {} }: BenchOptions = {}): TrackerBench {
  const changes: BeadsChange[] = [];
  const listeners = new Set<() => void>();
  let agents = 0;
  const base = { PATH: `${given.bin}:/usr/bin:/bin`, HOME: given.root, USER: "dana", ...env };
  const trackers = makeTrackers({
    env: base,
    ownRoots: [],
    environment: () => ({ ...base, FAKE_BD_CALLER: "bridge" }),
    probeFolder: given.bin,
    changed(_id, change) {
      changes.push(change);
      for (const look of listeners) look();
    },
    logger: pino({ level: "silent" }),
    timing: { debounceMs: 60, settleMs: 250, pollMs: 3_600_000, lockedMs: [10, 10, 10], ...timing },
  });
  trackers.clients(1);
  return {
    root: given.root,
    trackers,
    tracker: trackers.of(PROJECT, given.root),
    changes,
    change(fits = () => true) {
      const from = changes.length;
      return new Promise((resolve) => {
        listeners.add(() => {
          const found = changes.slice(from).find(fits);
          if (found !== undefined) resolve(found);
        });
      });
    },
    agent(...args) {
      agents += 1;
      return run(join(given.bin, "bd"), args, { cwd: given.root, env: agentOf(base, agents) });
    },
    async calls() {
      const all = await given.journal();
      return all.filter(({ caller }) => caller === "bridge").map(({ command }) => command);
    },
    overlaps: given.overlaps,
    async [Symbol.asyncDispose]() {
      await trackers.close();
      await given.dispose();
    },
  };
}

/** Each is one of its own: they do not wait for each other. */
function agentOf(env: Readonly<Record<string, string>>, number: number): Record<string, string> {
  return { ...env, FAKE_BD_CALLER: `agent ${number}`, BD_ACTOR: "alice", BEADS_ACTOR: "alice" };
}

export function run(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: Record<string, string> },
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...options, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${args.join(" ")}: ${stdout}${stderr}`, { cause: error }));
    });
  });
}

/** A folder of the test's own with a project's and one for programs in it. */
export async function makePlace(): Promise<{ root: string; bin: string; dispose(): Promise<void> }> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "switchyard-tracker-")));
  const [root, bin] = [join(folder, "project"), join(folder, "bin")];
  await Promise.all([mkdir(root), mkdir(bin)]);
  return { root, bin, dispose: () => rm(folder, { recursive: true, force: true }) };
}
