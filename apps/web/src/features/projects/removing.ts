import type { Project, ProjectId } from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import type { App } from "../../state/app.ts";
import { offerUndo } from "../../ui/undo.ts";
import { projectWords } from "../../words/project-words.ts";
import { tellFailure } from "../session-menu/tell-failure.ts";

const say = projectWords.settings;

const [hidden, setHidden] = createSignal<ReadonlySet<ProjectId>>(new Set());

/** The projects without those that are about to be removed. */
export function shownProjects(app: App): readonly Project[] {
  return app.projects.list().filter(({ projectId }) => !hidden().has(projectId));
}

/**
 * Takes a project off the page at once, and tells the bridge when that can't be taken back any more: added
 * again it would be another project, without its sessions.
 */
export function removeWithUndo(app: App, { projectId }: Project): void {
  const name = app.projects.nameOf(projectId);
  hide(projectId, true);
  offerUndo(say.removed(name), {
    undo: () => hide(projectId, false),
    settle() {
      tellFailure(
        say.removeFailed,
        app.projects.remove(projectId).finally(() => hide(projectId, false)),
      );
    },
  });
}

function hide(projectId: ProjectId, isHidden: boolean): void {
  setHidden((ids) => {
    const others = [...ids].filter((id) => id !== projectId);
    return new Set(isHidden ? [...others, projectId] : others);
  });
}
