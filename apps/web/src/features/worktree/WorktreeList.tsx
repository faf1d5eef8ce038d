import { createUniqueId, Match, Show, Switch } from "solid-js";
import type { Worktrees } from "../../state/worktrees.ts";
import { Button } from "../../ui/Button.tsx";
import { RotateCwIcon } from "../../ui/icons.ts";
import { Keyed } from "../../ui/Keyed.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { worktreeWords } from "../../words/worktree-words.ts";
import { WorktreeRow } from "./WorktreeRow.tsx";
import "./worktree.css";

const words = worktreeWords.project;

/** All worktrees that were made for a project's sessions and are not cleared away. */
export function WorktreeList(props: { worktrees: Worktrees }) {
  const id = createUniqueId();
  const list = () => props.worktrees.list();
  return (
    <section aria-labelledby={id}>
      <h4 id={id} class="worktree-list-title">
        {words.list}
      </h4>
      <Show when={props.worktrees.error()}>
        {(error) => (
          <p role="alert">
            {words.listFailed(error().message)}{" "}
            <Button
              size={24}
              variant="ghost"
              icon={RotateCwIcon}
              onClick={() => void props.worktrees.reload()}
            >
              {words.again}
            </Button>
          </p>
        )}
      </Show>
      <Switch>
        <Match when={list() === null && props.worktrees.error() === null}>
          <Skeleton label={words.loading} lines={["half", "long"]} />
        </Match>
        <Match when={list()?.length === 0}>
          <p class="text-3">{words.none}</p>
        </Match>
        <Match when={list()}>
          <ul class="worktree-list">
            <Keyed each={list() ?? []} by={({ worktreeId }) => worktreeId}>
              {(worktree) => <WorktreeRow worktree={worktree()} worktrees={props.worktrees} />}
            </Keyed>
          </ul>
        </Match>
      </Switch>
    </section>
  );
}
