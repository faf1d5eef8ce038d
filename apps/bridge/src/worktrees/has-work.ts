import { SwitchyardError } from "@switchyard/core/protocol";
import type { Changed } from "./look.ts";

/** A refusal that says where the work is. */
export function hasWork(path: string, changed: readonly Changed[], advice: string): SwitchyardError {
  const files = changed.slice(0, MOST_FILES).map((each) => each.path);
  const which = changed.length === 1 ? `${files[0]} is` : `${changed.length} files are`;
  return new SwitchyardError("WORKTREE_HAS_WORK", `In ${path}, ${which} not committed. ${advice}`, {
    path,
    files,
    total: changed.length,
  });
}

const MOST_FILES = 20;
