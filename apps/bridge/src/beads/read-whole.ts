import { basename } from "node:path";
import { setImmediate } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Bead, BeadId, TrackerState } from "@switchyard/core/protocol";
import { readBead } from "@switchyard/beads";
import type { Calls } from "./calls.ts";
import { chooseJsonl } from "./choose-jsonl.ts";
import { chooseReader, type Reader } from "./choose-reader.ts";
import type { JsonlFile } from "./jsonl.ts";
import type { Program, Programs } from "./program.ts";
import { listCall } from "./commands.ts";
import { workspaceKind } from "./workspace-kind.ts";

export interface Snapshot {
  /** No tombstones. */
  readonly beads: readonly Bead[];
  readonly state: TrackerState;
  /** What answers for single beads; null: `beads` are whole. */
  readonly program: Program | null;
  /** Of the program's answer; null: a file was read. */
  readonly digest: string | null;
  /** The file that was read, or may be. */
  readonly jsonl: string | null;
  /** Whether only a poll tells of changes. */
  readonly isServer: boolean;
  /** The program that was asked whether it opens a file without a database, and does not; undefined: none was. */
  readonly closedTo?: Program | undefined;
}

/** What one reading came to; `failed`: why, in a sentence or the tracker's own words. */
export type Outcome = Snapshot | { readonly failed: string; readonly code?: "FOLDER_NOT_FOUND" };

export interface Tools {
  readonly programs: Programs;
  readonly calls: Calls;
  readonly file: JsonlFile;
}

export interface Asked {
  readonly beadsDir: string;
  /** A folder that the tracker is found from. */
  readonly cwd: string;
  readonly isInteractive: boolean;
  /** Asks the programs for their versions again. */
  readonly refresh: boolean;
  readonly last: Snapshot | null;
}

/** Reads all beads of a tracker: through its program where that works, else from its file. */
export async function readWhole(asked: Asked, tools: Tools): Promise<Outcome> {
  const { beadsDir, refresh, last } = asked;
  // A file that is replaced may be gone for a moment.
  const jsonl = (await chooseJsonl(beadsDir)) ?? last?.jsonl ?? null;
  const { keeper, isServer } = await workspaceKind(beadsDir, jsonl);
  const [bd, br] = await Promise.all([
    tools.programs.find("bd", { refresh }),
    tools.programs.find("br", { refresh }),
  ]);
  const reader = chooseReader(keeper, { bd, br });
  if (reader.source !== "bd") {
    const isOpen = keeper === "file" && "version" in bd;
    return isOpen ? byEither(bd, reader, { asked, tools, jsonl }) : byFile(reader, { tools, jsonl });
  }
  const answer = await byProgram(reader.program, asked, tools);
  if (!("failed" in answer)) return { ...answer, jsonl, isServer };
  // What the program told before is worth more than a file that may be old.
  if (jsonl === null || (last !== null && last.program !== null)) return answer;
  const why = `bd could not read the tracker: ${answer.failed}`;
  const instead = await byFile({ source: "jsonl", stale: true, why }, { tools, jsonl });
  if ("failed" in instead) return answer;
  return { ...instead, state: { ...instead.state, failed: true } };
}

interface Sought extends Where {
  readonly asked: Asked;
}

/**
 * Of a folder with the file alone nobody can say by its files whether `bd` opens it: it is asked once. One that answers
 * as if nothing was there does not.
 */
async function byEither(bd: Program, reader: OfFile, { asked, tools, jsonl }: Sought): Promise<Outcome> {
  const { last, refresh } = asked;
  const isTried = isDeepStrictEqual(last?.closedTo, bd) && !refresh;
  const answer = isTried ? null : await byProgram(bd, asked, tools);
  const opened = answer === null || "failed" in answer ? null : { ...answer, jsonl, isServer: false };
  if (opened !== null && opened.beads.length > 0) return opened;
  // It did before: what it says now passes.
  if (answer !== null && "failed" in answer && last?.program) return answer;
  const outcome = await byFile(reader, { tools, jsonl });
  if ("failed" in outcome) return outcome;
  return opened !== null && outcome.beads.length === 0 ? opened : { ...outcome, closedTo: bd };
}

type OfProgram = Omit<Snapshot, "jsonl" | "isServer"> | { readonly failed: string };

async function byProgram(program: Program, asked: Asked, tools: Tools): Promise<OfProgram> {
  const { cwd, isInteractive, last } = asked;
  const known = last?.digest ?? null;
  const answer = await tools.calls.ask({ ...listCall(program), known, cwd, isInteractive });
  if ("fault" in answer) return { failed: answer.fault.message };
  const { name: source, version } = program;
  const state = { source, stale: false, version, note: null, faults: [], failed: false };
  if ("same" in answer) return { beads: last?.beads ?? [], digest: last?.digest ?? null, state, program };
  const { digest } = answer;
  // An empty list is null to some of Go's writers.
  const value = answer.value === null ? [] : answer.value;
  if (!Array.isArray(value))
    return { failed: `${program.name} answered with something other than a list of beads.` };
  return { beads: await readRows(value), state, program, digest };
}

/** In pieces, so that a large project does not hold up everybody else. Of two with one id the last one counts. */
async function readRows(rows: readonly unknown[]): Promise<Bead[]> {
  const beads = new Map<BeadId, Bead>();
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    for (const row of rows.slice(at, at + ROWS_AT_ONCE)) {
      const bead = readBead(row);
      if (bead !== null) beads.set(bead.id, bead);
    }
    // oxlint-disable-next-line no-await-in-loop -- see above
    await setImmediate();
  }
  return [...beads.values()];
}

const ROWS_AT_ONCE = 500;

type OfFile = Exclude<Reader, { source: "bd" }>;

interface Where {
  readonly tools: Tools;
  readonly jsonl: string | null;
}

async function byFile(reader: OfFile, { tools, jsonl }: Where): Promise<Outcome> {
  const why = reader.source === "jsonl" ? reader.why : null;
  if (jsonl === null) return { failed: sentences([why, "There is no issues.jsonl to read instead."]) };
  const answer = await tools.file.read(jsonl);
  if ("failed" in answer) return { failed: sentences([answer.failed, why]) };
  const { beads, faults, hasConflict } = answer;
  const stale = reader.source === "jsonl" && reader.stale;
  const note = sentences([
    why === null ? null : `Read-only, from ${basename(jsonl)}. ${why}`,
    stale ? REFRESH : null,
    hasConflict ? `${basename(jsonl)} holds a conflict of git: resolve it.` : null,
  ]);
  const version = reader.source === "br" ? reader.program.version : null;
  return {
    beads,
    state: { source: reader.source, stale, version, note: note === "" ? null : note, faults, failed: false },
    program: null,
    digest: null,
    jsonl,
    isServer: false,
  };
}

/** Newer versions of `bd` write the file seldom, or not by themselves. */
const REFRESH =
  "It may be older than the tracker: where bd works, `bd export -o .beads/issues.jsonl` brings it up to date.";

function sentences(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(" ");
}
