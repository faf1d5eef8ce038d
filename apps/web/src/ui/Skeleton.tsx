import { createSignal, For, onCleanup, Show } from "solid-js";
import "./Skeleton.css";

/** Lines in the place of what is loading; nothing for the first 150 ms. `lines` are widths. */
export function Skeleton(props: { lines: readonly ("short" | "half" | "long" | "full")[]; label: string }) {
  const [due, setDue] = createSignal(false);
  const timer = setTimeout(() => setDue(true), 150);
  onCleanup(() => clearTimeout(timer));
  return (
    <div data-ui="skeleton" role="status" aria-label={props.label}>
      <Show when={due()}>
        <For each={props.lines}>{(width) => <span data-part="line" data-width={width} />}</For>
      </Show>
    </div>
  );
}
