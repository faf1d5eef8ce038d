import type { Projects } from "../projects/projects.ts";
import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";
import type { Worktrees } from "../worktrees/worktrees.ts";

type Names = "previewWorktree" | "listWorktrees" | "mergeWorktree" | "removeWorktree";

export interface WorktreeOptions {
  readonly projects: Pick<Projects, "ready" | "need">;
  readonly worktrees: Pick<Worktrees, "list" | "merge" | "remove">;
}

/** Handlers of the working trees of sessions' own. */
export function worktreeHandlers(
  sessions: Pick<Sessions, "previewWorktree">,
  { projects, worktrees }: WorktreeOptions,
): Pick<Handlers, Names> {
  return {
    previewWorktree: (params) => sessions.previewWorktree(params),
    async listWorktrees({ projectId }) {
      await projects.ready();
      if (projectId !== undefined) projects.need(projectId);
      return { worktrees: await worktrees.list(projectId) };
    },
    mergeWorktree: (params) => worktrees.merge(params),
    removeWorktree: (params) => worktrees.remove(params),
  };
}
