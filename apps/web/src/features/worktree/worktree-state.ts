import type { SessionInfo, SessionWorktree, WorktreeInfo } from "@switchyard/core/protocol";
import { worktreeWords } from "../../words/worktree-words.ts";

const words = worktreeWords.project;

/** Whether a session's worktree is there to be worked in, or is about to be. */
export function isWorktreeThere(worktree: SessionWorktree | null): worktree is SessionWorktree {
  return worktree !== null && worktree.state !== "removed";
}

/** Whether it is made ready right now: that begins with the first turn. */
export function isPreparing({ worktree, status }: Pick<SessionInfo, "worktree" | "status">): boolean {
  return worktree?.state === "preparing" && status === "running";
}

/** How it stands, in a word; empty: as it should. */
export function stateWord(state: SessionWorktree["state"], isInUse: boolean): string {
  return state === "preparing" && !isInUse ? worktreeWords.notPrepared : worktreeWords.states[state];
}

/** What is in a worktree in a line: what is not committed, not merged, not pushed. */
export function contentLine(worktree: WorktreeInfo): string {
  const { uncommitted, ahead, unpushed, base, isInUse } = worktree;
  const parts = [
    isInUse ? words.inUse : "",
    uncommitted === null ? "" : uncommitted === 0 ? words.clean : words.uncommitted(uncommitted),
    ahead === null || ahead === 0 ? "" : words.ahead(ahead, base),
    unpushed === null || unpushed === 0 ? "" : words.unpushed(unpushed),
  ];
  return parts.filter((part) => part !== "").join(" · ");
}
