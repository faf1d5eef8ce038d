import type { Question } from "@switchyard/core/protocol";
import { createUniqueId, For, type JSX, Show } from "solid-js";
import { askWords } from "../../words/ask-words.ts";
import type { FieldDraft } from "./form-draft.ts";
import { InlineCode } from "./InlineCode.tsx";
import { type Choice, choicesOf } from "./choices.ts";

const words = askWords.form;

/** The options of a question as real radio buttons or ticks, each with what it means, and the user's own words. */
export function ChoiceField(props: {
  question: Question;
  field: FieldDraft;
  /** Whether the digits choose here. */
  hasKeys: boolean;
  isHeld: boolean;
  describedBy: string | undefined;
  isInvalid: boolean;
  onChoose: (choice: Choice) => void;
  onOther: (text: string) => void;
  otherRef: (element: HTMLTextAreaElement) => void;
}) {
  const name = createUniqueId();
  const isSeveral = () => props.question.kind === "choices";
  const isOn = (choice: Choice) =>
    choice.kind === "other" ? props.field.isOther : props.field.values.includes(choice.value);
  return (
    <div class="ask-options">
      <For each={choicesOf(props.question)}>
        {(choice, at) => (
          <OptionBox
            number={props.hasKeys && at() < 9 ? at() + 1 : undefined}
            title={choice.label}
            about={choice.about}
            preview={isOn(choice) ? choice.preview : undefined}
            isOther={choice.kind === "other"}
            input={(id) => (
              <input
                id={id}
                type={isSeveral() ? "checkbox" : "radio"}
                name={name}
                checked={isOn(choice)}
                aria-disabled={props.isHeld ? "true" : undefined}
                aria-invalid={props.isInvalid ? "true" : undefined}
                aria-labelledby={`${id}-title`}
                aria-describedby={describedBy(choice, id, props.describedBy)}
                onClick={(event) => {
                  if (props.isHeld) return event.preventDefault();
                  // By the pointer: the arrows of a group of radio buttons click too, and have to stay in it.
                  if (choice.kind === "other" && event.detail > 0) focusSoon(event.currentTarget);
                }}
                onChange={() => props.onChoose(choice)}
              />
            )}
          >
            <Show when={choice.kind === "other" && props.field.isOther}>
              <textarea
                ref={(element) => props.otherRef(element)}
                rows="1"
                aria-label={words.otherLabel(props.question.question)}
                aria-invalid={props.isInvalid ? "true" : undefined}
                aria-describedby={props.describedBy}
                value={props.field.other}
                onInput={(event) => props.onOther(event.currentTarget.value)}
              />
            </Show>
          </OptionBox>
        )}
      </For>
    </div>
  );
}

function describedBy(choice: Choice, id: string, more: string | undefined): string | undefined {
  const own = choice.about === undefined ? undefined : `${id}-about`;
  return [own, more].filter((part) => part !== undefined).join(" ") || undefined;
}

function OptionBox(props: {
  /** The digit that chooses it. */
  number: number | undefined;
  title: string;
  about: string | undefined;
  preview: string | undefined;
  isOther: boolean;
  input: (id: string) => JSX.Element;
  children: JSX.Element;
}) {
  const id = createUniqueId();
  return (
    <div class="ask-option">
      <label for={id}>
        {props.input(id)}
        <span class="ask-option-title" id={`${id}-title`}>
          {props.title}
        </span>
        <Show when={props.number}>
          {(number) => (
            <span data-ui="key-hint" aria-hidden="true">
              <kbd>{number()}</kbd>
            </span>
          )}
        </Show>
        <Show when={props.about}>
          {(about) => (
            <span class="ask-option-about" id={`${id}-about`}>
              <InlineCode text={about()} />
            </span>
          )}
        </Show>
      </label>
      <Show when={props.preview}>
        {(preview) => (
          <pre class="ask-preview" tabindex="0" role="region" aria-label={words.preview(props.title)}>
            {preview()}
          </pre>
        )}
      </Show>
      {props.children}
    </div>
  );
}

function focusSoon(input: HTMLElement): void {
  const box = input.closest(".ask-option");
  queueMicrotask(() => box?.querySelector("textarea")?.focus());
}
