import { type Bead, type BeadId, SwitchyardError } from "@switchyard/core/protocol";
import { readBead } from "@switchyard/beads";
import type { Answer } from "./answer.ts";
import type { Calls } from "./calls.ts";
import { commentsCall, showCall } from "./commands.ts";
import type { Program } from "./program.ts";

type Asks = Pick<Calls, "ask">;

export interface One {
  readonly beadId: BeadId;
  /** The bead as the list has it; null: the list does not know it. */
  readonly listed: Bead | null;
  readonly program: Program;
  /** The project's folder. */
  readonly cwd: string;
}

/**
 * One bead whole, with its comments, while a person waits.
 * @throws {SwitchyardError} BEAD_NOT_FOUND, BD_FAILED
 */
export async function readOne(one: One, calls: Asks): Promise<Bead> {
  const { beadId, listed, program, cwd } = one;
  if (!isAskable(beadId)) throw beadNotFound(beadId);
  const answer = await calls.ask({ ...showCall(program, beadId), cwd, known: null, isInteractive: true });
  if ("fault" in answer) {
    if (answer.fault.kind === "not_found") throw beadNotFound(beadId);
    throw trackerFailed(answer.fault.message);
  }
  const shown = rowsIn(answer)
    .map((row) => readBead(row))
    // A part of an id finds a bead too.
    .find((bead) => bead?.id === beadId);
  if (!shown) throw beadNotFound(beadId);
  const bead = asListed(shown, listed);
  if (bead.comments !== undefined || (bead.comment_count ?? 0) === 0) return bead;
  return { ...bead, comments: await commentsOf(one, calls) };
}

/** Else it would be read as a flag, or is no argument at all. */
export function isAskable(beadId: BeadId): boolean {
  return !beadId.startsWith("-") && !beadId.includes("\0");
}

export function beadNotFound(beadId: BeadId): SwitchyardError {
  return new SwitchyardError(
    "BEAD_NOT_FOUND",
    `There is no bead ${beadId} in this project. getBeads tells those that there are.`,
    { beadId },
  );
}

/** `words`: why, the tracker's own. */
export function trackerFailed(words: string): SwitchyardError {
  return new SwitchyardError("BD_FAILED", words);
}

/** What is shown of one names other beads in whole and counts other edges than the list does. */
function asListed({ dependents: _all, ...shown }: Bead, listed: Bead | null): Bead {
  if (listed === null) return shown;
  const { dependencies: _edges, dependency_count: _up, dependent_count: _down, ...rest } = shown;
  const { dependencies, dependency_count, dependent_count } = listed;
  const kept = { dependencies, dependency_count, dependent_count };
  return { ...rest, ...Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)) };
}

async function commentsOf({ beadId, program, cwd }: One, calls: Asks): Promise<Bead["comments"]> {
  const answer = await calls.ask({ ...commentsCall(program, beadId), cwd, known: null, isInteractive: true });
  if ("fault" in answer) throw trackerFailed(answer.fault.message);
  // As a bead's own, so that they are read as those are.
  return readBead({ id: beadId, comments: rowsIn(answer) })?.comments ?? [];
}

/** The records of an answer that is a list. */
export function rowsIn(answer: Answer): readonly unknown[] {
  return "value" in answer && Array.isArray(answer.value) ? answer.value : [];
}
