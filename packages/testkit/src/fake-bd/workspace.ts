import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DOLT_STATE, FAKE_FILES, JSONL_STATE, readState, replaceFile, writeState } from "./files.ts";
import { readJournal, type FakeBdCall } from "./journal.ts";
import { isAlive, pidIn } from "./program/lock.ts";
import { profileOf } from "./program/profile.ts";
import type { FakeBdSwitches } from "./switches.ts";
import { goJson } from "./program/answer.ts";

/** A project with beads, and what a test can do to it and learn of it. */
export interface FakeWorkspace {
  readonly root: string;
  readonly beadsDir: string;
  /** Replaces the issues in one step, as another's bd would. */
  write(issues: readonly object[]): Promise<void>;
  read(): Promise<Record<string, unknown>[]>;
  /** Every call that was made here, in the order of their starts. */
  journal(): Promise<FakeBdCall[]>;
  /** Sets what goes wrong from now on, in place of what was set; `{}`: nothing. */
  fail(switches: FakeBdSwitches): Promise<void>;
  /** Lets the calls of these commands (none named: of all) wait, holding the workspace, until it is released. */
  hold(...commands: readonly string[]): Promise<Hold>;
  /** How often two calls of one caller were there at once. */
  overlaps(): Promise<number>;
}

export interface Hold extends AsyncDisposable {
  /** Whether a call waits at it now: for `vi.waitFor`. */
  isReached(): boolean;
  release(): Promise<void>;
}

export interface WorkspaceOptions {
  /** Whose workspace it is. @default "1.0.5" */
  readonly version?: string;
  /**
   * `dolt`: the issues are below `embeddeddolt`, and `issues.jsonl` is as it was at first. `sqlite`: `issues.jsonl` is
   * always right. `jsonl`: it is all there is. @default by the version
   */
  readonly storage?: "jsonl" | "dolt" | "sqlite";
}

/** Makes `.beads` in a folder that need not be there. */
export async function makeWorkspace(
  root: string,
  issues: readonly object[],
  { version = "1.0.5", storage = storageOf(version) }: WorkspaceOptions = {},
): Promise<FakeWorkspace> {
  const beadsDir = join(root, ".beads");
  await mkdir(beadsDir, { recursive: true });
  await writeFile(join(beadsDir, "config.yaml"), storage === "jsonl" ? "no-db: true\n" : "# bd's settings\n");
  if (storage !== "jsonl") await writeFile(join(beadsDir, "metadata.json"), `${goJson(METADATA[storage])}\n`);
  if (storage === "sqlite") await writeFile(join(beadsDir, "beads.db"), "");
  replaceFile(join(beadsDir, JSONL_STATE), issues.map((issue) => `${goJson(issue, 0)}\n`).join(""));
  if (storage === "dolt") replaceFile(join(beadsDir, DOLT_STATE), "[]\n");
  writeState(beadsDir, issues);
  return workspaceAt(root, beadsDir);
}

function workspaceAt(root: string, beadsDir: string): FakeWorkspace {
  const switches = join(beadsDir, FAKE_FILES.switches);
  const [hold, held, overlaps] = [FAKE_FILES.hold, FAKE_FILES.held, FAKE_FILES.overlaps].map((name) =>
    join(beadsDir, name),
  ) as [string, string, string];
  return {
    root,
    beadsDir,
    write: async (issues) => writeState(beadsDir, issues),
    read: async () => readState(beadsDir).map((issue) => ({ ...issue })),
    journal: async () => readJournal(beadsDir),
    fail: async (wanted) => replaceFile(switches, JSON.stringify({ id: randomUUID(), switches: wanted })),
    async hold(...commands) {
      replaceFile(hold, commands.map((name) => `${name}\n`).join(""));
      const release = (): Promise<void> => rm(hold, { force: true });
      return {
        isReached() {
          const pid = pidIn(held);
          return pid !== null && isAlive(pid);
        },
        release,
        [Symbol.asyncDispose]: release,
      };
    },
    overlaps: async () =>
      existsSync(overlaps) ? readFileSync(overlaps, "utf8").trim().split("\n").length : 0,
  };
}

function storageOf(version: string): "dolt" | "sqlite" {
  return profileOf(version).atLeast("0.51.0") ? "dolt" : "sqlite";
}

const METADATA = {
  sqlite: { database: "beads.db", jsonl_export: "issues.jsonl" },
  dolt: {
    database: "dolt",
    backend: "dolt",
    dolt_mode: "embedded",
    dolt_database: "fake",
    project_id: "00000000-0000-4000-8000-000000000000",
  },
};
