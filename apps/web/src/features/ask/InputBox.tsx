import { createEffect, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { askWords as words } from "../../words/ask-words.ts";
import { isEndInView } from "./reading.ts";
import type { InputPart } from "./input-parts.ts";
import { visibleText } from "./visible-text.ts";

/** The exact input of a request; what is longer than 12 lines scrolls, and `onSeen` tells when its end was seen. */
export function InputBox(props: { parts: readonly InputPart[]; seen: boolean; onSeen: () => void }) {
  const [all, setAll] = createSignal(false);
  let box!: HTMLDivElement;
  const look = () => {
    if (isEndInView(box)) props.onSeen();
  };
  onMount(() => {
    const watcher = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(look);
    watcher?.observe(box);
    onCleanup(() => watcher?.disconnect());
  });
  createEffect(
    on(
      () => props.parts,
      () => {
        box.scrollTop = 0;
        look();
      },
    ),
  );
  const showAll = () => {
    setAll(true);
    props.onSeen();
  };
  return (
    <div class="ask-input" data-all={all() ? "" : undefined}>
      <div class="ask-box" ref={box} tabindex="0" role="region" aria-label={words.exactInput} onScroll={look}>
        <For each={props.parts}>
          {(part) => (
            <div
              class="ask-part"
              data-one-line={part.label !== "" && !part.text.includes("\n") ? "" : undefined}
            >
              <Show when={part.label !== ""}>
                <span class="ask-label">{part.label}</span>
              </Show>
              <pre data-tone={part.tone}>
                <For each={visibleText(part.text)}>
                  {(stretch) =>
                    stretch.kind === "text" ? stretch.text : <span class="ask-hidden">{stretch.name}</span>
                  }
                </For>
              </pre>
            </div>
          )}
        </For>
      </div>
      <Show when={!props.seen}>
        <div class="ask-more">
          <span class="grow">{words.readFirst}</span>
          <Button size={24} onClick={showAll}>
            {words.showAll}
          </Button>
        </div>
      </Show>
    </div>
  );
}
