import { createSignal, For, onCleanup, Show } from "solid-js";
import { projectWords } from "../../../words/project-words.ts";

/** Rows in the place of those that are being read; nothing for the first 150 ms. */
export function LoadingPlan() {
  const [isDue, setDue] = createSignal(false);
  const timer = setTimeout(() => setDue(true), 150);
  onCleanup(() => clearTimeout(timer));
  return (
    <div class="plan-loading" role="status" aria-label={projectWords.empty.loading}>
      <Show when={isDue()}>
        <For each={ROWS}>
          {([depth, width]) => (
            <div class="plan-loading-row" data-depth={depth}>
              <span data-width={width} />
              <span data-width="id" />
              <span data-width="id" />
            </div>
          )}
        </For>
      </Show>
    </div>
  );
}

const ROWS = [
  [0, "long"],
  [1, "half"],
  [2, "long"],
  [2, "half"],
  [2, "long"],
  [1, "half"],
  [2, "half"],
  [2, "long"],
  [0, "half"],
  [1, "long"],
  [1, "half"],
] as const;
