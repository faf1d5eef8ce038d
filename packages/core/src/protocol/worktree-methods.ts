import { z } from "zod";
import { BeadId, ProjectId } from "./ids.ts";
import { method } from "./method.ts";
import { WorktreeId, WorktreeInfo, WorktreeSettings } from "./worktree.ts";

const oneWorktree = z.object({ worktreeId: WorktreeId });

/** Working trees of sessions' own: what a start would make, what there is, back to the branch, and away. */
export const worktreeMethods = {
  previewWorktree: method({
    summary: "What a start with a worktree would make, or why it can't.",
    params: z.object({
      projectId: ProjectId.optional(),
      cwd: z.string().max(4096).optional(),
      beadId: BeadId.optional(),
      title: z.string().max(500).optional(),
    }),
    result: z.object({
      branch: z.string(),
      path: z.string(),
      base: z.string().nullable(),
      ...WorktreeSettings.shape,
      /** Why there can be none, as a sentence; null: there can. */
      fault: z.string().nullable(),
      /** Files with changes that are not committed: they stay where they are. */
      uncommitted: z.number().int().nonnegative(),
    }),
    errors: ["PROJECT_NOT_FOUND", "FOLDER_NOT_FOUND"],
  }),
  listWorktrees: method({
    summary: "The worktrees that were made for sessions and not cleared away, with what is in them.",
    params: z.object({ projectId: ProjectId.optional() }),
    result: z.object({ worktrees: z.array(WorktreeInfo) }),
    errors: ["PROJECT_NOT_FOUND"],
  }),
  mergeWorktree: method({
    summary:
      "Merges a worktree's branch into the branch that it was made from, where that is checked out; nothing is changed where it can't be done in whole.",
    params: oneWorktree,
    result: z.object({
      into: z.string(),
      /** What the branch is at now. */
      commit: z.string(),
      /** How many commits came with it; 0: it had all of them. */
      merged: z.number().int().nonnegative(),
    }),
    errors: ["WORKTREE_NOT_FOUND", "WORKTREE_HAS_WORK", "MERGE_CONFLICT", "NOT_ALLOWED", "GIT_FAILED"],
  }),
  removeWorktree: method({
    summary:
      "Clears a worktree away; what is not committed is never lost: `WORKTREE_HAS_WORK` says where it is. The branch stays unless all of it is in its base.",
    params: oneWorktree,
    result: z.object({ isBranchKept: z.boolean(), branch: z.string() }),
    errors: ["WORKTREE_NOT_FOUND", "WORKTREE_HAS_WORK", "NOT_ALLOWED", "GIT_FAILED"],
  }),
};
