import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";

/** Handlers that read the log as a whole. */
export function storageHandlers(): Pick<Handlers, "searchSessions" | "exportSession" | "getStorage"> {
  const later = (): never => {
    throw new SwitchyardError("NOT_SUPPORTED", "Not built yet.");
  };
  return { searchSessions: later, exportSession: later, getStorage: later };
}
