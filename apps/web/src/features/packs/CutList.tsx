import { createSignal, For, type JSX, Show } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { packWords } from "../../words/pack-words.ts";

/** A list whose first few stand there at once, the others when they are asked for. */
export function CutList<T>(props: {
  each: readonly T[];
  first: number;
  class?: string;
  label?: string;
  /** @default "Show all 312" */
  more?: string;
  children: (item: T) => JSX.Element;
}) {
  const [isAll, setAll] = createSignal(false);
  const isCut = () => !isAll() && props.each.length > props.first;
  let list!: HTMLUListElement;
  const showAll = () => {
    const at = props.first;
    setAll(true);
    // The button is gone: what it showed takes the focus.
    const next = list.children[at];
    if (next instanceof HTMLElement) next.focus();
  };
  return (
    <>
      <ul ref={list} class={props.class} aria-label={props.label}>
        <For each={isCut() ? props.each.slice(0, props.first) : props.each}>
          {(item) => <li tabindex="-1">{props.children(item)}</li>}
        </For>
      </ul>
      <Show when={isCut()}>
        <Button variant="ghost" size={24} onClick={showAll}>
          {props.more ?? packWords.review.showAll(props.each.length)}
        </Button>
      </Show>
    </>
  );
}
