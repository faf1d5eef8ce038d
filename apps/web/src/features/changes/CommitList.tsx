import type { Commit } from "@switchyard/core/protocol";
import { createMemo, createSignal, For, Show } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { toolWords as words } from "../../words/tool-words.ts";
import "./commit-list.css";

/** What was committed since the session began, the newest first. */
export function CommitList(props: { commits: readonly Commit[] }) {
  const [isAll, setAll] = createSignal(false);
  const shown = createMemo(() => (isAll() ? props.commits : props.commits.slice(0, FIRST)));
  return (
    <Show when={props.commits.length > 0}>
      <div class="commit-list" role="group" aria-label={words.commits}>
        <ul>
          <For each={shown()}>
            {(commit) => (
              <li title={`${commit.hash}\n${commit.subject}`}>
                <code>{commit.hash.slice(0, 7)}</code>
                <span class="cut">{commit.subject}</span>
              </li>
            )}
          </For>
        </ul>
        <Show when={shown().length < props.commits.length}>
          <Button variant="ghost" size={24} onClick={() => setAll(true)}>
            {words.showAllCommits(props.commits.length)}
          </Button>
        </Show>
      </div>
    </Show>
  );
}

const FIRST = 5;
