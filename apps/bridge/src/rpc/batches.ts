import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";

type Names = "startBeads" | "updateBatch";

/** Handlers of starts that are several. */
export function batchHandlers(): Pick<Handlers, Names> {
  const none = (): never => {
    throw new SwitchyardError("PROJECT_NOT_FOUND", "No project is open. Add one with addProject.");
  };
  return { startBeads: none, updateBatch: none };
}
