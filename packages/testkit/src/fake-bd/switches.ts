import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FAKE_FILES } from "./files.ts";

/** What goes wrong, and how often. They are read at each call, so they can change while a bridge runs. */
export interface FakeBdSwitches {
  /** Only calls of these commands: "list", "dep add". @default all of them */
  readonly only?: readonly string[];
  /** Only the first so many of these calls. @default all of them */
  readonly times?: number;
  /** Waits so many milliseconds before the work. A `hold` needs no guess. */
  readonly slow?: number;
  /** SIGTERM and SIGINT do nothing. */
  readonly ignoreTerm?: boolean;
  /** Ends by this signal, or with this exit code and nothing printed, before the work or after it. */
  readonly crash?: NodeJS.Signals | number;
  readonly crashWhen?: "before" | "after";
  /** Printed in place of what should be printed. */
  readonly garbage?: string;
  /** Only so many bytes are printed; 0: the work is done without a word. */
  readonly partial?: number;
  /** Exits with 0 and prints nothing; nothing was done. */
  readonly empty?: boolean;
  /** Answers as if all had been done; nothing was. */
  readonly forgets?: boolean;
  /** Printed to stderr before anything else, whatever comes. */
  readonly noise?: string;
  /** Another process holds the database: refused at opening it, before any work. */
  readonly locked?: boolean;
  /** Fails with this text on stderr. */
  readonly error?: string;
  /** As if there were no workspace. */
  readonly noWorkspace?: boolean;
  /** Just before a claim, this actor takes the issue. */
  readonly claimedBy?: string;
  /** Dolt: writes `issues.jsonl` after each change. */
  readonly export?: boolean;
  /** Wraps everything in an envelope, as `BD_JSON_ENVELOPE=1` does. */
  readonly envelope?: boolean;
}

/** The switches as they stand in the file; `id` is new whenever they are set. */
export interface StoredSwitches {
  readonly id: string;
  readonly switches: FakeBdSwitches;
}

/** What is set in a workspace; without the file, nothing. */
export function readSwitches(beadsDir: string): StoredSwitches {
  const file = join(beadsDir, FAKE_FILES.switches);
  if (!existsSync(file)) return { id: "", switches: {} };
  return JSON.parse(readFileSync(file, "utf8")) as StoredSwitches;
}

/** What is set for every call with this environment, in a workspace or not: `FAKE_BD_SWITCHES`, in JSON. */
export function switchesOf(env: NodeJS.ProcessEnv): FakeBdSwitches {
  return JSON.parse(env["FAKE_BD_SWITCHES"] ?? "{}") as FakeBdSwitches;
}

export function meantFor(switches: FakeBdSwitches, command: string): boolean {
  return switches.only === undefined || switches.only.includes(command);
}
