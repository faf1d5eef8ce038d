import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";

type Names = "previewTrace" | "writeTrace" | "markSessionVerified";

/** Handlers of what sessions leave at their beads. */
export function traceHandlers(): Pick<Handlers, Names> {
  return { previewTrace: notYet, writeTrace: notYet, markSessionVerified: notYet };
}

function notYet(): never {
  throw new SwitchyardError("NOT_SUPPORTED", "Sessions leave nothing at their beads yet.");
}
