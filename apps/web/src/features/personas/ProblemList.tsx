import type { PersonaProblem } from "@switchyard/core/protocol";
import { createSignal, For, Show } from "solid-js";
import { personaWords } from "../../words/persona-words.ts";

/** Faults with their file and line; of many the first few, until the others are asked for. */
export function ProblemList(props: { problems: readonly (PersonaProblem & { source?: string })[] }) {
  const [isAll, setAll] = createSignal(false);
  const shown = () => (isAll() ? props.problems : props.problems.slice(0, FIRST));
  return (
    <>
      <ul class="problem-list">
        <For each={shown()}>
          {(problem) => (
            <li>
              <code>
                {problem.source === undefined ? "" : `${problem.source}/`}
                {problem.file}:{problem.line}
              </code>{" "}
              {problem.message}
            </li>
          )}
        </For>
      </ul>
      <Show when={props.problems.length > shown().length}>
        <button type="button" class="link" onClick={() => setAll(true)}>
          {personaWords.sources.all(props.problems.length)}
        </button>
      </Show>
    </>
  );
}

const FIRST = 5;
