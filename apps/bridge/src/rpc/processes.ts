import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";

/** Handlers of what runs on the machine. */
export function processHandlers(): Pick<Handlers, "listProcesses" | "stopProcess"> {
  const later = (): never => {
    throw new SwitchyardError("NOT_SUPPORTED", "Not built yet.");
  };
  return { listProcesses: later, stopProcess: later };
}
