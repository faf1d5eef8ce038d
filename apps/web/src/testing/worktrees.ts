import { SessionWorktree, WorktreeInfo } from "@switchyard/core/protocol";

/** A worktree of a session's own, ready. */
export function sessionWorktree(
  values: Partial<Record<keyof SessionWorktree, unknown>> = {},
): SessionWorktree {
  return SessionWorktree.parse({
    worktreeId: "66666666-6666-4666-8666-666666666601",
    path: "/home/ada/.switchyard/worktrees/parcel-api/pa-12-retry",
    branch: "pa-12-retry",
    root: "/home/ada/code/parcel-api",
    base: "main",
    baseCommit: "0123456789abcdef0123456789abcdef01234567",
    state: "ready",
    message: null,
    ...values,
  });
}

/** The same as the bridge lists it: nothing is in it. */
export function worktreeInfo(values: Partial<Record<keyof WorktreeInfo, unknown>> = {}): WorktreeInfo {
  return WorktreeInfo.parse({
    ...sessionWorktree(),
    projectId: null,
    sessionId: null,
    title: "Retry failed webhook deliveries",
    uncommitted: 0,
    ahead: 0,
    unpushed: null,
    isInUse: false,
    ...values,
  });
}
