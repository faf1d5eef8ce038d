import { SwitchyardError } from "@switchyard/core/protocol";
import type { TraceTracker } from "./write-trace.ts";

/** Why a session is not written to its bead. */
export interface Refusal {
  /** As the method table has it. */
  readonly error: SwitchyardError;
  /** It may pass by itself. */
  readonly passes: boolean;
}

/** What a fault says; one that is none of the tracker's is thrown on. */
export function refusalOf(thrown: unknown, tracker: Pick<TraceTracker, "current">): Refusal {
  if (!(thrown instanceof SwitchyardError)) throw thrown;
  const { code, message } = thrown;
  if (code === "NOT_SUPPORTED") {
    const words = `${message} Write it as a comment, and choose comments in the project's settings.`;
    return { error: new SwitchyardError("NOT_SUPPORTED", words), passes: false };
  }
  if (code === "BEAD_NOT_FOUND") return missing(thrown, tracker);
  // Of the longest texts a tracker may refuse one; it will the next time.
  if (code === "TOO_LARGE") return { error: new SwitchyardError("BD_FAILED", message), passes: false };
  const isOfTracker = code === "BD_NOT_FOUND" || code === "BD_FAILED";
  return { error: isOfTracker ? thrown : new SwitchyardError("BD_FAILED", message), passes: true };
}

/** A bead is missing where its tracker is, too. */
function missing(error: SwitchyardError, tracker: Pick<TraceTracker, "current">): Refusal {
  const state = tracker.current()?.state;
  if (state === undefined) return { error, passes: true };
  if (state.source === "none") {
    return {
      error: new SwitchyardError("BD_NOT_FOUND", "The project has no tracker at present."),
      passes: true,
    };
  }
  return { error, passes: state.failed || state.stale };
}
