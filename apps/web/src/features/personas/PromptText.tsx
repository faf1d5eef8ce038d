import { countUnseen } from "@switchyard/core/persona";
import type { PersonaProblem } from "@switchyard/core/protocol";
import { createMemo, createSignal, For, Show } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { personaWords } from "../../words/persona-words.ts";
import { ProblemList } from "./ProblemList.tsx";
import { faultsIn, promptParts } from "./prompt-parts.ts";
import "./prompt.css";

const words = personaWords.prompt;

/** The text that a persona gives, as it is: what nobody sees and what names no variable is marked, and told of. */
export function PromptText(props: {
  text: string;
  problems: readonly PersonaProblem[];
  label: string;
  /** The problems are told beside it. */
  isListed?: boolean;
}) {
  const [room, setRoom] = createSignal(STEP);
  const shown = createMemo(() => beginning(props.text, room()));
  const left = () => props.text.length - shown().length;
  const unseen = createMemo(() => countUnseen(props.text));
  const faults = createMemo(() => faultsIn(props.problems.map(({ message }) => message)));
  let region!: HTMLPreElement;
  const showMore = () => {
    setRoom((before) => before * 4);
    region.focus();
  };
  return (
    <div class="prompt">
      <Show when={props.problems.length > 0 && !props.isListed}>
        <div class="prompt-note" data-tone="danger">
          <p>{words.problems(props.problems.length)}</p>
          <ProblemList problems={props.problems} />
        </div>
      </Show>
      <Show when={unseen() > 0}>
        <p class="prompt-note" data-tone="danger">
          {words.unseen(unseen())}
        </p>
      </Show>
      <pre ref={region} class="prompt-text" tabindex="0" role="region" aria-label={props.label}>
        <Show when={props.text !== ""} fallback={words.empty}>
          <For each={promptParts(shown(), faults())}>
            {(part) =>
              part.kind === "text" ? part.text : <span class={`prompt-${part.kind}`}>{part.text}</span>
            }
          </For>
        </Show>
      </pre>
      <Show when={left() > 0}>
        <Button variant="ghost" size={24} onClick={showMore}>
          {words.more(left())}
        </Button>
      </Show>
    </div>
  );
}

/** In UTF-16 units: no more is drawn at once than can be if all of it has to be marked. */
const STEP = 20_000;

function beginning(text: string, room: number): string {
  if (text.length <= room) return text;
  const isHalf = /[\uD800-\uDBFF]/.test(text.charAt(room - 1));
  return text.slice(0, isHalf ? room - 1 : room);
}
