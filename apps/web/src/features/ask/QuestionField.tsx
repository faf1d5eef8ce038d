import type { Question } from "@switchyard/core/protocol";
import { createUniqueId, Show } from "solid-js";
import { askWords } from "../../words/ask-words.ts";
import { ChoiceField } from "./ChoiceField.tsx";
import { type Choice, isChoice } from "./choices.ts";
import type { FieldDraft } from "./form-draft.ts";
import { InlineCode } from "./InlineCode.tsx";

const words = askWords.form;

/** One question with the field that fits it; what is wrong stands under it. */
export function QuestionField(props: {
  question: Question;
  field: FieldDraft;
  fault: string | null;
  /** Others of the form want an answer. */
  saysOptional: boolean;
  hasKeys: boolean;
  isHeld: boolean;
  onChoose: (choice: Choice) => void;
  onOther: (text: string) => void;
  onText: (text: string) => void;
  otherRef: (element: HTMLTextAreaElement) => void;
}) {
  const id = createUniqueId();
  const hint = () => hintOf(props.question);
  const describedBy = () =>
    [
      props.question.detail === undefined ? "" : `${id}-detail`,
      hint() === "" ? "" : `${id}-hint`,
      props.fault === null ? "" : `${id}-fault`,
    ]
      .filter((part) => part !== "")
      .join(" ") || undefined;
  return (
    <div class="ask-question" data-question={props.question.questionId}>
      <Show
        when={isChoice(props.question)}
        fallback={
          <>
            <label class="ask-legend" for={id}>
              <Title question={props.question} saysOptional={props.saysOptional} />
            </label>
            <About id={id} question={props.question} hint={hint()} />
            <TextInput {...props} id={id} describedBy={describedBy()} />
          </>
        }
      >
        <fieldset aria-describedby={describedBy()}>
          <legend class="ask-legend">
            <Title question={props.question} saysOptional={props.saysOptional} />
          </legend>
          <About id={id} question={props.question} hint={hint()} />
          <ChoiceField {...props} describedBy={describedBy()} isInvalid={props.fault !== null} />
        </fieldset>
      </Show>
      <Show when={props.fault}>
        <p class="ask-fault" id={`${id}-fault`}>
          {props.fault}
        </p>
      </Show>
    </div>
  );
}

function Title(props: { question: Question; saysOptional: boolean }) {
  return (
    <>
      <InlineCode text={props.question.question} />
      <Show when={props.saysOptional && !props.question.isRequired}>
        {" "}
        <span class="ask-optional">{words.optional}</span>
      </Show>
    </>
  );
}

function About(props: { id: string; question: Question; hint: string }) {
  return (
    <>
      <Show when={props.question.detail}>
        <p class="ask-detail" id={`${props.id}-detail`}>
          {props.question.detail}
        </p>
      </Show>
      <Show when={props.hint !== ""}>
        <p class="ask-detail" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      </Show>
    </>
  );
}

/** What a question takes, where its field does not show it. */
function hintOf({ kind, min, max, pattern }: Question): string {
  if (kind === "choices") {
    return min === undefined && max === undefined ? words.several : words.severalOf(min, max);
  }
  return kind === "text" && pattern !== undefined ? `${words.pattern} ${pattern}` : "";
}

function TextInput(props: {
  id: string;
  question: Question;
  field: FieldDraft;
  fault: string | null;
  describedBy: string | undefined;
  onText: (text: string) => void;
}) {
  const common = {
    get id() {
      return props.id;
    },
    get value() {
      return props.field.values[0] ?? "";
    },
    get "aria-invalid"() {
      return props.fault === null ? undefined : true;
    },
    get "aria-describedby"() {
      return props.describedBy;
    },
    get "aria-required"() {
      return props.question.isRequired ? true : undefined;
    },
  };
  const isLong = () => props.question.kind === "text" && props.question.format === undefined;
  return (
    <Show
      when={isLong()}
      fallback={
        <input
          {...common}
          class="ask-text"
          type={typeOf(props.question)}
          inputmode={modeOf(props.question)}
          autocomplete="off"
          onInput={(event) => props.onText(event.currentTarget.value)}
        />
      }
    >
      <textarea
        {...common}
        class="ask-text"
        rows="1"
        onInput={(event) => props.onText(event.currentTarget.value)}
      />
    </Show>
  );
}

/** Numbers are written as text: a browser's own field for them tells nothing of what it does not take. */
function typeOf({ kind, format }: Question): string {
  if (kind !== "text") return "text";
  switch (format) {
    case "email":
      return "email";
    case "uri":
      return "url";
    case "date":
      return "date";
    case "date-time":
      return "datetime-local";
    default:
      return "text";
  }
}

function modeOf({ kind }: Question): "decimal" | "numeric" | undefined {
  if (kind === "number") return "decimal";
  return kind === "integer" ? "numeric" : undefined;
}
