import { ProjectId, SessionId, SessionWorktree } from "@switchyard/core/protocol";
import { z } from "zod";

/** What is kept of a worktree until it is cleared away; it outlives its session. */
export const StoredWorktree = SessionWorktree.extend({
  projectId: ProjectId.nullable(),
  /** Null: there is none yet, or not any more. */
  sessionId: SessionId.nullable(),
  /** The session's. */
  title: z.string(),
  /** git's folder that all working trees of the repository share, by its real path. */
  gitDir: z.string(),
  /** It was given to a session; else nobody has worked in it. */
  isBegun: z.boolean(),
});
export type StoredWorktree = z.infer<typeof StoredWorktree>;

/** What a session is told of its worktree. */
export function ofSession(stored: StoredWorktree): SessionWorktree {
  const { worktreeId, path, branch, root, base, baseCommit, state, message } = stored;
  return { worktreeId, path, branch, root, base, baseCommit, state, message };
}
