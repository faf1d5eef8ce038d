import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";

type Names = "previewWorktree" | "listWorktrees" | "mergeWorktree" | "removeWorktree";

/** Handlers of the working trees of sessions' own. */
export function worktreeHandlers(): Pick<Handlers, Names> {
  return {
    previewWorktree: notYet,
    listWorktrees: () => ({ worktrees: [] }),
    mergeWorktree: notYet,
    removeWorktree: notYet,
  };
}

function notYet(): never {
  throw new SwitchyardError("NOT_SUPPORTED", "There are no worktrees yet.");
}
