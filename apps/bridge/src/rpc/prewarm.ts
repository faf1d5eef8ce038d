import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";

/** Starting ahead of a session. */
export function prewarmHandlers(): Pick<Handlers, "prewarm"> {
  const later = (): never => {
    throw new SwitchyardError("NOT_SUPPORTED", "Not built yet.");
  };
  return { prewarm: later };
}
