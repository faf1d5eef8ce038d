import type { Question } from "@switchyard/core/protocol";
import { askWords } from "../../words/ask-words.ts";
import type { FieldDraft } from "./form-draft.ts";

/** One of what a question offers: an option, or the user's own words. */
export interface Choice {
  readonly kind: "option" | "other";
  readonly value: string;
  readonly label: string;
  readonly about: string | undefined;
  readonly preview: string | undefined;
}

/** What a question offers, in order; none where it wants a text or a number. */
export function choicesOf(question: Question): Choice[] {
  if (!isChoice(question)) return [];
  const options = question.kind === "yes_no" ? YES_NO : question.options;
  return [
    ...options.map(({ value, label, description, preview }): Choice => ({
      kind: "option",
      value,
      label,
      about: description,
      preview,
    })),
    ...(question.allowsOther && question.kind !== "yes_no" ? [OTHER] : []),
  ];
}

export function isChoice({ kind }: Question): boolean {
  return kind === "choice" || kind === "choices" || kind === "yes_no";
}

/** A field after a choice: one takes the place of the other, of several each is put in or out. */
export function chosen(question: Question, field: FieldDraft, choice: Choice): FieldDraft {
  if (question.kind !== "choices") {
    const isOther = choice.kind === "other";
    return { ...field, values: isOther ? [] : [choice.value], isOther };
  }
  if (choice.kind === "other") return { ...field, isOther: !field.isOther };
  const without = field.values.filter((value) => value !== choice.value);
  const values = without.length < field.values.length ? without : [...field.values, choice.value];
  return { ...field, values };
}

const YES_NO: Question["options"] = [
  { value: "true", label: askWords.form.yes },
  { value: "false", label: askWords.form.no },
];

const OTHER: Choice = {
  kind: "other",
  value: "",
  label: askWords.form.other,
  about: askWords.form.otherText,
  preview: undefined,
};
