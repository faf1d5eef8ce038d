import type { Answers, Question } from "@switchyard/core/protocol";
import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js";
import { createShortcut, isMod } from "../../keys/keyboard.ts";
import { Button } from "../../ui/Button.tsx";
import { askWords } from "../../words/ask-words.ts";
import { AskFrame, type AskProps } from "./AskFrame.tsx";
import { askKeys } from "./ask-keys.ts";
import type { AskedQuestion } from "./asked.ts";
import { type Choice, choicesOf, chosen, isChoice } from "./choices.ts";
import { createAnswering } from "./create-answering.ts";
import { createArming } from "./create-arming.ts";
import { answersOf, draftOf, faultOf, forgetDraft, goToStep, isAnswered } from "./form-draft.ts";
import { QuestionField } from "./QuestionField.tsx";
import { formWords } from "./resolved-words.ts";
import { StepTabs } from "./StepTabs.tsx";
import "./form.css";

const words = askWords.form;

export interface QuestionFormProps extends AskProps {
  request: AskedQuestion;
  /** `answers` null: the form is left unanswered. */
  onAnswer: (answers: Answers | null, note?: string) => Promise<void>;
}

/**
 * The questions of an agent: choices one by one, where there are several, everything else in one column. What
 * is chosen and written stays while the form is not on screen; answers wait 400 ms, as approvals do.
 */
export function QuestionForm(props: QuestionFormProps) {
  const id = () => props.request.requestId;
  const held = createMemo(on(id, () => draftOf(props.request)));
  const draft = () => held().draft;
  const questions = () => props.request.questions;
  const isStepped = createMemo(() => questions().length > 1 && questions().every(isChoice));
  const step = () => Math.min(draft().step, questions().length - 1);
  const shown = createMemo(() => (isStepped() ? questions().slice(step(), step() + 1) : questions()));
  /** What is still to be looked at; the last step answers. */
  const next = createMemo(() => {
    if (!isStepped()) return undefined;
    const open = [...questions().keys()].filter((at) => !draft().visited.includes(at));
    return open.find((at) => at > step()) ?? open[0];
  });
  const [isTried, setTried] = createSignal<string>();
  const answering = createAnswering(id);
  // What the button does changes with the step: a press meant for one can't reach the other.
  const armed = createArming(() => `${id()} ${next() === undefined}`);
  const isShownLong = createArming(id);
  const isHeld = () => !armed() || props.isAnswering;
  let form: HTMLDivElement | undefined;
  let otherField: HTMLTextAreaElement | undefined;

  const isEmpty = () => Object.keys(answersOf(questions(), draft())).length === 0;
  const fault = (question: Question) => {
    if (isTried() !== id()) return null;
    return faultOf(question, draft()) ?? (isEmpty() && question === shown()[0] ? words.nothing : null);
  };
  const answer = () => {
    if (isHeld() || props.request.resolved) return;
    const following = next();
    if (following !== undefined) return goToStep(held(), following);
    setTried(id());
    const wrong = questions().findIndex((question) => faultOf(question, draft()) !== null);
    if (wrong >= 0) return showWrong(wrong);
    if (isEmpty()) return showWrong(step());
    send(answersOf(questions(), draft()));
  };
  const send = (answers: Answers | null) => {
    if (isHeld() || props.request.resolved) return;
    const note = draft().note.trim();
    const requestId = id();
    answering.give(async () => {
      await (note === "" ? props.onAnswer(answers) : props.onAnswer(answers, note));
      forgetDraft(requestId);
    });
  };
  const showWrong = (at: number) => {
    if (isStepped()) goToStep(held(), at);
    const place = isStepped() ? 0 : at;
    queueMicrotask(() => {
      const field = form?.querySelectorAll(".ask-question")[place];
      field?.querySelector<HTMLElement>("input:checked, textarea, input")?.focus();
    });
  };
  const choose = (question: Question, choice: Choice) => {
    const field = draft().fields[question.questionId];
    if (field === undefined || props.isAnswering || props.request.resolved) return;
    held().set("fields", question.questionId, chosen(question, field, choice));
  };
  /** Where the digits choose: the question that is shown, or the only one that offers anything. */
  const keyed = createMemo(() => {
    const offering = shown().filter(isChoice);
    return offering.length === 1 ? offering[0] : undefined;
  });
  const chooseByKey = (event: KeyboardEvent) => {
    const question = keyed();
    const choice = question && choicesOf(question)[Number(event.key) - 1];
    if (question === undefined || choice === undefined || !isShownLong()) return;
    choose(question, choice);
    if (choice.kind === "other") queueMicrotask(() => otherField?.isConnected && otherField.focus());
  };
  createEffect(() => {
    if (props.keys !== true) return;
    createShortcut(askKeys.choose, chooseByKey);
    createShortcut(askKeys.answer, answer);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.defaultPrevented || event.repeat) return;
    if (event.key === "Enter" && isMod(event)) {
      event.preventDefault();
      return answer();
    }
    // One thing a press: first out of the field that is written in.
    if (event.key !== "Escape" || !(event.target instanceof HTMLElement) || !isWritten(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    event.target.blur();
  };
  const size = () => (props.variant === "inbox" ? 36 : props.variant === "tile" ? 24 : 28);
  return (
    <AskFrame
      {...props}
      label={words.label(questions()[0]?.question ?? props.request.title)}
      title={words.title(questions().length)}
      at={props.request.at}
      error={answering.error()}
      ended={formWords(props.request, false)}
      body={
        <div class="ask-form" ref={(element) => (form = element)} onKeyDown={onKeyDown}>
          <Show when={leadOf(props.request)}>{(lead) => <p class="ask-lead">{lead()}</p>}</Show>
          <Show when={isStepped()}>
            <StepTabs
              questions={questions()}
              step={step()}
              isDone={(question) => isAnswered(question, draft())}
              onStep={(at) => goToStep(held(), at)}
            />
          </Show>
          <For each={shown()}>
            {(question) => (
              <QuestionField
                question={question}
                field={draft().fields[question.questionId] ?? { values: [], isOther: false, other: "" }}
                fault={fault(question)}
                saysOptional={questions().some((one) => one.isRequired)}
                hasKeys={props.keys === true && keyed() === question}
                isHeld={props.isAnswering || props.request.resolved !== null}
                onChoose={(choice) => choose(question, choice)}
                onOther={(text) => held().set("fields", question.questionId, "other", text)}
                onText={(text) => held().set("fields", question.questionId, "values", [text])}
                otherRef={(element) => (otherField = element)}
              />
            )}
          </For>
          <Show when={!props.request.resolved}>
            <textarea
              class="ask-text"
              rows={props.variant === "inbox" ? 2 : 1}
              aria-label={words.note}
              placeholder={words.notePlaceholder}
              value={draft().note}
              onInput={(event) => held().set("note", event.currentTarget.value)}
            />
          </Show>
        </div>
      }
      acts={
        <div class="ask-acts">
          <Button
            variant="signal"
            size={size()}
            {...(props.keys === true ? { keys: "Mod+Enter" } : {})}
            class="ask-allow"
            busy={props.isAnswering}
            held={!armed()}
            onClick={() => answer()}
          >
            {next() === undefined ? words.answer : words.nextQuestion}
          </Button>
          <Button
            variant="ghost"
            size={size()}
            class="ask-skip"
            held={!armed()}
            disabled={props.isAnswering}
            onClick={() => send(null)}
          >
            {words.skip(questions().length)}
          </Button>
        </div>
      }
    />
  );
}

/** What was asked as a whole, where no question says it already. */
function leadOf({ title, questions }: AskedQuestion): string | undefined {
  const isSaid = questions.some(({ question, header }) => question === title || header === title);
  return isSaid || title.trim() === "" ? undefined : title;
}

function isWritten(element: HTMLElement): boolean {
  return (
    element instanceof HTMLTextAreaElement || element.matches('input:not([type="radio"], [type="checkbox"])')
  );
}
