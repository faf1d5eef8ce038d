import type { Question } from "@switchyard/core/protocol";
import { For, Show } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { CheckIcon } from "../../ui/icons.ts";
import { askWords } from "../../words/ask-words.ts";

const words = askWords.form;

/** Several questions by their short names, in any order; a tick is on those that are answered. */
export function StepTabs(props: {
  questions: readonly Question[];
  step: number;
  isDone: (question: Question) => boolean;
  onStep: (at: number) => void;
}) {
  return (
    <nav class="ask-steps" aria-label={words.questions}>
      <For each={props.questions}>
        {(question, at) => (
          <button
            type="button"
            aria-current={at() === props.step ? "step" : undefined}
            title={question.question}
            onClick={() => props.onStep(at())}
          >
            <span class="ask-step-number">{at() + 1}</span>
            <span class="cut">{question.header ?? question.question}</span>
            <Show when={props.isDone(question)}>
              <Icon of={CheckIcon} size={12} />
              <span class="sr-only">{words.answered}</span>
            </Show>
          </button>
        )}
      </For>
    </nav>
  );
}
