import { answerFault, type Answers, type Question } from "@switchyard/core/protocol";
import { createStore, type SetStoreFunction } from "solid-js/store";
import { askWords } from "../../words/ask-words.ts";
import type { AskedQuestion } from "./asked.ts";

/** What is chosen and written in a form, and not sent. */
export interface FormDraft {
  /** By `questionId`. */
  fields: Record<string, FieldDraft>;
  note: string;
  /** Which question is shown, where they are shown one by one. */
  step: number;
  /** Which were, by their places. */
  visited: number[];
}

export interface FieldDraft {
  /** The chosen options, or the one text that was written. */
  values: string[];
  /** The user's own words stand for an option, or beside the options. */
  isOther: boolean;
  other: string;
}

export interface HeldDraft {
  readonly draft: FormDraft;
  readonly set: SetStoreFunction<FormDraft>;
}

/** The draft of a form: kept while its card is not on screen. */
export function draftOf({ requestId, questions }: AskedQuestion): HeldDraft {
  const known = drafts.get(requestId);
  if (known !== undefined) return known;
  const fields = Object.fromEntries(questions.map((question) => [question.questionId, fieldOf(question)]));
  const [draft, set] = createStore<FormDraft>({ fields, note: "", step: 0, visited: [0] });
  const held = { draft, set };
  drafts.set(requestId, held);
  const [oldest] = drafts.keys();
  if (drafts.size > MOST_DRAFTS && oldest !== undefined) drafts.delete(oldest);
  return held;
}

/** Shows another question, where they are shown one by one. */
export function goToStep({ draft, set }: HeldDraft, step: number): void {
  set({ step, visited: [...new Set([...draft.visited, step])] });
}

export function forgetDraft(requestId: string): void {
  drafts.delete(requestId);
}

/** What would be sent: questions without an answer are left out. */
export function answersOf(questions: readonly Question[], draft: FormDraft): Answers {
  return Object.fromEntries(
    questions.flatMap((question) => {
      const answer = answerTo(question, draft.fields[question.questionId]);
      return answer === undefined ? [] : [[question.questionId, answer]];
    }),
  );
}

/** What is wrong with the answer to a question, in words; null: it can be sent. */
export function faultOf(question: Question, draft: FormDraft): string | null {
  const field = draft.fields[question.questionId];
  const isEmptyOther = field?.isOther === true && field.other.trim() === "";
  if (isEmptyOther && (question.isRequired || field.values.length > 0)) return askWords.form.otherEmpty;
  return answerFault([question], answersOf([question], draft))?.message ?? null;
}

export function isAnswered(question: Question, draft: FormDraft): boolean {
  return (
    answerTo(question, draft.fields[question.questionId]) !== undefined && faultOf(question, draft) === null
  );
}

const drafts = new Map<string, HeldDraft>();
const MOST_DRAFTS = 100;

function fieldOf({ initial, kind, format }: Question): FieldDraft {
  const values = initial === undefined ? [] : [initial].flat();
  return {
    values: kind === "text" && format === "date-time" ? values.map(localTime) : values,
    isOther: false,
    other: "",
  };
}

function answerTo(question: Question, field: FieldDraft | undefined): string | string[] | undefined {
  if (field === undefined) return undefined;
  const own = field.isOther ? field.other.trim() : "";
  if (question.kind === "choices") {
    const chosen = [...field.values, own].filter((value) => value !== "");
    return chosen.length === 0 ? undefined : chosen;
  }
  const value = field.isOther ? own : (field.values[0] ?? "");
  if (value === "") return undefined;
  return question.kind === "text" && question.format === "date-time" ? isoTime(value) : value;
}

/** The browser's field for a time has the user's own clock; the wire has a zone. */
function isoTime(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? local : at.toISOString();
}

function localTime(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
