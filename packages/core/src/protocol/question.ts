import { z } from "zod";

export const QuestionOption = z.object({
  /** What is sent where it is chosen. */
  value: z.string(),
  label: z.string(),
  description: z.string().optional(),
  /** More of it: a sketch, a piece of code. */
  preview: z.string().optional(),
});
export type QuestionOption = z.infer<typeof QuestionOption>;

/**
 * One field of a form. `choice` and `choices` take one and several of `options`; `yes_no` takes "true" or "false";
 * `number` and `integer` take a number in digits.
 */
export const Question = z.object({
  /** Unique within its request. */
  questionId: z.string(),
  /** A word or two for a tab. */
  header: z.string().optional(),
  question: z.string(),
  /** More about it. */
  detail: z.string().optional(),
  kind: z.enum(["choice", "choices", "text", "number", "integer", "yes_no"]),
  options: z.array(QuestionOption),
  /** Beside the options, an answer in the user's own words is taken. */
  allowsOther: z.boolean(),
  isRequired: z.boolean(),
  /** What is chosen or written at first. */
  initial: z.union([z.string(), z.array(z.string())]).optional(),
  /** Characters, chosen options, or the value of a number. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** What the text is; the page shows the fitting field. */
  format: z.enum(["email", "uri", "date", "date-time"]).optional(),
  /** A regular expression that the text matches. */
  pattern: z.string().max(500).optional(),
});
export type Question = z.infer<typeof Question>;

/** By `questionId`: an option's value or the user's own words; several where several may be chosen. */
export const Answers = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
export type Answers = z.infer<typeof Answers>;

/** How a form ended: answered, left unanswered by the user, or withdrawn. */
export const QuestionOutcome = z.enum(["answered", "skipped", "cancelled"]);
export type QuestionOutcome = z.infer<typeof QuestionOutcome>;

/** The first answer that its question does not take, and what it takes; null: all are in order. */
export function answerFault(
  questions: readonly Question[],
  answers: Answers,
): { questionId: string; message: string } | null {
  const known = new Set(questions.map(({ questionId }) => questionId));
  const unknown = Object.keys(answers).find((id) => !known.has(id));
  if (unknown !== undefined) return { questionId: unknown, message: "There is no such question." };
  for (const question of questions) {
    const { questionId } = question;
    const message = faultOf(question, Object.hasOwn(answers, questionId) ? answers[questionId] : undefined);
    if (message !== null) return { questionId, message };
  }
  return null;
}

function faultOf(question: Question, answer: string | string[] | undefined): string | null {
  const values = (typeof answer === "string" ? [answer] : (answer ?? [])).filter((value) => value !== "");
  if (values.length === 0) return question.isRequired ? "This question needs an answer." : null;
  if (question.kind !== "choices" && values.length > 1) return "This question takes one answer.";
  if (question.kind === "choices") return choicesFault(question, values);
  return valueFault(question, values[0] ?? "");
}

function choicesFault(question: Question, values: readonly string[]): string | null {
  const { min = 0, max = Infinity } = question;
  if (values.length < min) return `Choose at least ${min}.`;
  if (values.length > max) return `Choose at most ${max}.`;
  return values.map((value) => optionFault(question, value)).find((fault) => fault !== null) ?? null;
}

function optionFault({ options, allowsOther }: Question, value: string): string | null {
  if (allowsOther || options.some((option) => option.value === value)) return null;
  return `Choose one of: ${options.map((option) => option.label).join(", ")}.`;
}

function valueFault(question: Question, value: string): string | null {
  switch (question.kind) {
    case "yes_no":
      return value === "true" || value === "false" ? null : "Answer yes or no.";
    case "number":
    case "integer":
      return numberFault(question, value);
    case "text":
      return textFault(question, value);
    default:
      return optionFault(question, value);
  }
}

function numberFault({ kind, min = -Infinity, max = Infinity }: Question, text: string): string | null {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) return "Write a number.";
  if (kind === "integer" && !Number.isInteger(value)) return "Write a whole number.";
  if (value < min) return `Write a number from ${min} on.`;
  return value > max ? `Write a number up to ${max}.` : null;
}

function textFault({ min = 0, max = Infinity }: Question, text: string): string | null {
  const length = Array.from(text).length;
  if (length < min) return `Write at least ${min} characters.`;
  return length > max ? `Write at most ${max} characters.` : null;
}
