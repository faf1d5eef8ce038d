import type { WorktreeInfo } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { sessionPath } from "../../state/sessions.ts";
import { Button } from "../../ui/Button.tsx";
import { Chip } from "../../ui/Chip.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import type { Worktrees } from "../../state/worktrees.ts";
import { words as pageWords } from "../../words/en.ts";
import { worktreeWords } from "../../words/worktree-words.ts";
import { ActNotes } from "./ActNotes.tsx";
import { createWorktreeActs } from "./create-worktree-acts.ts";
import { contentLine, stateWord } from "./worktree-state.ts";

const words = worktreeWords.project;

/** One worktree: whose it is, where, what is in it, and the ways to its session and away. */
export function WorktreeRow(props: { worktree: WorktreeInfo; worktrees: Worktrees }) {
  const app = useApp();
  const acts = createWorktreeActs(props.worktrees, () => props.worktree.worktreeId);
  const state = () => stateWord(props.worktree.state, props.worktree.isInUse);
  return (
    <li class="worktree-row">
      <div class="worktree-row-head">
        <span class="strong cut" title={props.worktree.title}>
          {props.worktree.title}
        </span>
        <Show when={props.worktree.sessionId === null}>
          <Chip tone="line">{words.sessionDeleted}</Chip>
        </Show>
        <Show when={state()}>
          <Chip tone={props.worktree.state === "failed" ? "danger" : "neutral"}>{state()}</Chip>
        </Show>
        <span class="grow" />
        <Show when={props.worktree.sessionId}>
          {(id) => (
            <a class="link" href={sessionPath(id())} aria-label={words.openOf(props.worktree.title)}>
              {words.open}
            </a>
          )}
        </Show>
        <Button
          size={24}
          variant="ghost"
          aria-label={worktreeWords.removeOf(props.worktree.title)}
          busy={acts.busy() === "remove"}
          disabled={app.connection.link() !== "live"}
          reason={pageWords.notConnected}
          onClick={() => acts.askToRemove()}
        >
          {words.remove}
        </Button>
      </div>
      <p class="worktree-row-place">
        <code>{props.worktree.branch}</code>
        <Show when={contentLine(props.worktree)}>
          <span>{contentLine(props.worktree)}</span>
        </Show>
      </p>
      <p class="worktree-work text-3">
        <code>{props.worktree.path}</code>
        <CopyButton text={props.worktree.path} label={worktreeWords.part.copyFolder} />
      </p>
      <ActNotes worktree={props.worktree} acts={acts} />
    </li>
  );
}
