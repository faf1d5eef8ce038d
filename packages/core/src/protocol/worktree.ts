import { z } from "zod";
import { ProjectId, SessionId } from "./ids.ts";

export const WorktreeId = z.uuidv4().brand<"WorktreeId">();
export type WorktreeId = z.infer<typeof WorktreeId>;

/** What is done in each new worktree of a project. */
export const WorktreeSettings = z.object({
  /** A command of the shell, run in the worktree before the first turn; null: none. */
  setup: z.string().max(4096).nullable(),
  /** Files and folders that git does not track, copied from the project, by their paths in it (".env"). */
  copies: z.array(z.string().min(1).max(1024)).max(100),
});
export type WorktreeSettings = z.infer<typeof WorktreeSettings>;

/** A working tree of a session's own. */
export const SessionWorktree = z.object({
  worktreeId: WorktreeId,
  /** Its folder, absolute. */
  path: z.string(),
  branch: z.string(),
  /** The working tree that it was made from. */
  root: z.string(),
  /** The branch that was checked out there, and that it is merged into; null: none was. */
  base: z.string().nullable(),
  baseCommit: z.string(),
  /** `failed`: its setup did (`message`); `missing`: its folder is not there; `removed`: cleared away by the user. */
  state: z.enum(["preparing", "ready", "failed", "missing", "removed"]),
  message: z.string().nullable(),
});
export type SessionWorktree = z.infer<typeof SessionWorktree>;

/** A worktree that was made for a session, whether or not that is there any more, and what is in it. */
export const WorktreeInfo = SessionWorktree.extend({
  projectId: ProjectId.nullable(),
  sessionId: SessionId.nullable(),
  /** The session's, also when it is gone. */
  title: z.string(),
  /** Files with changes that are not committed, new ones too; null: it can't be told. */
  uncommitted: z.number().int().nonnegative().nullable(),
  /** Commits that its base lacks; null: it can't be told. */
  ahead: z.number().int().nonnegative().nullable(),
  /** Commits that no remote has; null: there is no remote, or it can't be told. */
  unpushed: z.number().int().nonnegative().nullable(),
  /** Whether something runs in it. */
  isInUse: z.boolean(),
});
export type WorktreeInfo = z.infer<typeof WorktreeInfo>;
