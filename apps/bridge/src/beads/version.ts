import { z } from "zod";
import type { CommandResult } from "../process/run-command.ts";
import { documentsOf, unwrapped } from "./answer.ts";

/** What a release of `bd` can do, as far as Switchyard needs to know. */
export interface Capabilities {
  /** Opens SQLite, with `issues.jsonl` beside it. */
  readonly knowsSqlite: boolean;
  readonly knowsDolt: boolean;
  /** `--no-daemon`: else a call would start one. */
  readonly noDaemon: boolean;
  /** `--sandbox`: a call reads alone, and pushes nothing. */
  readonly sandbox: boolean;
  /** `show --include-comments`; before, they came without being asked for. */
  readonly includeComments: boolean;
  /** Under `--sandbox` it leaves `issues.jsonl` as it was, and a lock is not waited for. */
  readonly sandboxLeavesFile: boolean;
  /** `--metadata`. */
  readonly metadata: boolean;
  /** Metadata that is given is put to what is there; before, it takes its place. */
  readonly mergesMetadata: boolean;
  /** Notes that are there are replaced by force alone. */
  readonly guardsNotes: boolean;
}

export function capabilitiesOf(version: string): Capabilities {
  const isFrom = (least: readonly number[]): boolean => compareVersions(partsOf(version), least) >= 0;
  return {
    knowsSqlite: !isFrom([0, 51, 0]),
    knowsDolt: isFrom([0, 50, 0]),
    noDaemon: !isFrom([0, 50, 0]),
    sandbox: isFrom([0, 47, 0]),
    includeComments: isFrom([1, 0, 5]),
    sandboxLeavesFile: !isFrom([0, 51, 0]),
    metadata: isFrom([0, 50, 0]),
    mergesMetadata: isFrom([1, 0, 0]),
    guardsNotes: isFrom([1, 2, 0]),
  };
}

function partsOf(version: string): number[] {
  return version.split(".").map(Number);
}

function compareVersions(left: readonly number[], right: readonly number[]): number {
  const differing = right.map((part, index) => (left[index] ?? 0) - part).find((each) => each !== 0);
  return differing ?? 0;
}

/** The version in what `PROGRAM version --json` answered ("1.0.5"); null: it is no tracker's answer. */
export function versionInJson({ stdout, exitCode }: CommandResult): string | null {
  if (exitCode !== 0) return null;
  const answer = Answer.safeParse(unwrapped(documentsOf(stdout)[0]));
  return answer.success ? numbered(answer.data.version) : null;
}

const Answer = z.object({ version: z.string() });

/** The version in what `PROGRAM --version` answered ("bd version 1.0.5 (dev)"). */
export function versionInText(name: string, { stdout, exitCode }: CommandResult): string | null {
  const [line = ""] = stdout.trimStart().split("\n");
  const isOurs = exitCode === 0 && new RegExp(`^${name}(?:\\.exe)? (?:version )?v?\\d`, "i").test(line);
  return isOurs ? numbered(line) : null;
}

function numbered(text: string): string | null {
  return /\d+\.\d+\.\d+/.exec(text)?.[0] ?? null;
}
