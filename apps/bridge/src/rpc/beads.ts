import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";

type Names = "getBeads" | "getBead" | "getProjectViewModel";

/** Handlers of what is to do in a project. */
export function beadHandlers(): Pick<Handlers, Names> {
  const none = (): never => {
    throw new SwitchyardError("PROJECT_NOT_FOUND", "No project is open. Add one with addProject.");
  };
  return { getBeads: none, getBead: none, getProjectViewModel: none };
}
