import type { Project } from "@switchyard/core/protocol";
import { createSignal, lazy, Show, Suspense } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { ChevronRightIcon } from "../../ui/icons.ts";
import { worktreeWords } from "../../words/worktree-words.ts";
import "./project-worktrees.css";

const WorktreeSettings = lazy(() => import("./WorktreeSettings.tsx"));

const words = worktreeWords.project;

/** What each new worktree of a project gets, and those that there are; folded, with what is set told. */
export function ProjectWorktrees(props: { project: Project }) {
  const [isOpen, setOpen] = createSignal(false);
  const told = () => words.summary(props.project.worktrees.setup, props.project.worktrees.copies.length);
  return (
    <details class="settings-fold project-worktrees" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon of={ChevronRightIcon} size={12} />
        {words.title}
        <Show when={told()}>
          <span class="project-worktrees-told cut">{told()}</span>
        </Show>
      </summary>
      <Show when={isOpen()}>
        <Suspense>
          <WorktreeSettings project={props.project} />
        </Suspense>
      </Show>
    </details>
  );
}
