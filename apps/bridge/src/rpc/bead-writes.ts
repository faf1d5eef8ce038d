import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";

type Names =
  | "createBead"
  | "updateBead"
  | "updateBeads"
  | "closeBead"
  | "reopenBead"
  | "claimBead"
  | "addDependency"
  | "removeDependency"
  | "addLabel"
  | "removeLabel"
  | "addComment";

/** Handlers of changes to what is to do in a project. */
export function beadWriteHandlers(): Pick<Handlers, Names> {
  return {
    createBead: notYet,
    updateBead: notYet,
    updateBeads: notYet,
    closeBead: notYet,
    reopenBead: notYet,
    claimBead: notYet,
    addDependency: notYet,
    removeDependency: notYet,
    addLabel: notYet,
    removeLabel: notYet,
    addComment: notYet,
  };
}

function notYet(): never {
  throw new SwitchyardError("NOT_SUPPORTED", "Beads cannot be written yet.");
}
