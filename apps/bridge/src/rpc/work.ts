import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";

type Names = "addAttachment" | "listFiles" | "getSessionChanges" | "getFileChange";

/** Handlers of the files around a session. */
export function workHandlers(): Pick<Handlers, Names> {
  return { addAttachment: notYet, listFiles: notYet, getSessionChanges: notYet, getFileChange: notYet };
}

function notYet(): never {
  throw new SwitchyardError("NOT_SUPPORTED", "Not built yet.");
}
