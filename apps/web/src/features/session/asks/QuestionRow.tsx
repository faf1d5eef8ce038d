import type { Question } from "@switchyard/core/protocol";
import type { QuestionItem } from "@switchyard/core/session";
import { For, Show } from "solid-js";
import QuestionIcon from "lucide-solid/icons/message-circle-question-mark";
import { Icon } from "../../../ui/Icon.tsx";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { askWords } from "../../../words/ask-words.ts";
import { sessionWords } from "../../../words/session-words.ts";
import { choicesOf } from "../../ask/choices.ts";
import { formWords } from "../../ask/resolved-words.ts";
import { oneLine } from "../tool/tool-facts.ts";
import "./question-row.css";

/** A form in the transcript: a line while it waits, then how it ended and what was answered. */
export function QuestionRow(props: { item: QuestionItem; isRestart: boolean }) {
  const resolved = () => props.item.resolved;
  const given = () =>
    props.item.questions.flatMap((question) => {
      const answer = resolved()?.answers?.[question.questionId];
      return answer === undefined ? [] : [{ question, words: wordsOf(question, [answer].flat()) }];
    });
  return (
    <div class="question-row">
      <div class="line" data-tone={resolved() ? undefined : "signal"}>
        {resolved() ? <Icon of={QuestionIcon} size={14} /> : <StatusGlyph glyph="needs" size={14} />}
        <span class="cut grow">{oneLine(lineOf(props.item))}</span>
        <span class="line-end">{formWords(props.item, props.isRestart) ?? sessionWords.waitingForYou}</span>
      </div>
      <Show when={given().length > 0 || resolved()?.note}>
        <dl class="question-answers">
          <For each={given()}>
            {({ question, words }) => (
              <div>
                <dt>
                  {given().length > 1 ? `${question.header ?? question.question}:` : askWords.youAnswered}
                </dt>
                <dd>{words}</dd>
              </div>
            )}
          </For>
          <Show when={resolved()?.note}>
            {(note) => (
              <div>
                <dt>{askWords.yourNote}</dt>
                <dd>{note()}</dd>
              </div>
            )}
          </Show>
        </dl>
      </Show>
    </div>
  );
}

/** The question itself where there is one, else what was asked as a whole. */
function lineOf({ questions, title }: QuestionItem): string {
  const [only] = questions;
  return questions.length === 1 && only !== undefined ? only.question : title;
}

/** Options by their labels, own words as they were written. */
function wordsOf(question: Question, values: readonly string[]): string {
  const choices = choicesOf(question);
  return values
    .map(
      (value) => choices.find((choice) => choice.kind === "option" && choice.value === value)?.label ?? value,
    )
    .join(", ");
}
