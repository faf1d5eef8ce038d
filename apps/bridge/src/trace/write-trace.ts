import { type BeadId, type SessionId, SESSIONS_KEY, type SessionTrace } from "@switchyard/core/protocol";
import type { Tracker } from "../beads/tracker.ts";
import type { TrackerWrites } from "../beads/writing.ts";
import { traceComment, tracedTurns } from "./comment.ts";
import type { TraceFacts } from "./facts.ts";
import { withTrace } from "./metadata.ts";

/** Of a project's tracker what a trace needs. */
export type TraceTracker = Pick<Tracker, "read" | "current" | "bead"> & {
  readonly writes: Pick<TrackerWrites, "comment" | "metadata">;
};

export interface WrittenTrace {
  readonly sessionId: SessionId;
  readonly facts: TraceFacts;
  readonly form: SessionTrace["form"];
  /** It was never tried before: what is known of the bead will do. */
  readonly isFirst: boolean;
}

/** Writes a session to its bead; what stands there already is not written again. @throws {SwitchyardError} */
export async function writeTrace(
  tracker: TraceTracker,
  beadId: BeadId,
  { sessionId, facts, form, isFirst }: WrittenTrace,
): Promise<void> {
  if (form === "metadata") {
    await tracker.writes.metadata(beadId, SESSIONS_KEY, (before) => withTrace(before, sessionId, facts));
    return;
  }
  // A comment may have been written by a call whose answer was lost.
  if (!isFirst) await tracker.read({ refresh: true });
  const { comments = [] } = await tracker.bead(beadId);
  const told = tracedTurns(
    sessionId,
    comments.map(({ text }) => text),
  );
  if (told.includes(facts.turns)) return;
  await tracker.writes.comment(beadId, traceComment(sessionId, facts, told.length > 0));
}
