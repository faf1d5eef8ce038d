import { z } from "zod";
import type { Answers, Question, QuestionOption } from "@switchyard/core/protocol";

/**
 * The forms of `elicitation/create`: a flat JSON Schema as questions, and answers as the content that it wants.
 * As in `native.ts` every schema is loose.
 */

const words = z.string().nullish();
const amount = z.number().nullish().catch(null);
const Option = z.looseObject({ const: z.string(), title: z.string().optional() });
const Items = z.looseObject({
  enum: z.array(z.string()).nullish(),
  anyOf: z.array(Option).nullish(),
});
const Property = z.looseObject({
  type: z.string(),
  title: words,
  description: words,
  default: z.unknown().optional(),
  enum: z.array(z.string()).nullish(),
  oneOf: z.array(Option).nullish(),
  items: Items.nullish(),
  minLength: amount,
  maxLength: amount,
  pattern: words,
  format: z.enum(["email", "uri", "date", "date-time"]).nullish().catch(null),
  minimum: amount,
  maximum: amount,
  minItems: amount,
  maxItems: amount,
});
type Property = z.infer<typeof Property>;

export const FormSchema = z.looseObject({
  properties: z.record(z.string(), Property).nullish(),
  required: z.array(z.string()).nullish(),
});
export type FormSchema = z.infer<typeof FormSchema>;

/** `mode` is "form" or another; a form belongs to a conversation or, outside of any, to a request. */
export const Elicitation = z.looseObject({
  mode: z.string(),
  message: z.string(),
  sessionId: words,
  toolCallId: words,
  requestedSchema: z.unknown().optional(),
});
export type Elicitation = z.infer<typeof Elicitation>;

/** The questions of a form; null where one is needed that there is no field for. */
export function questionsOf({ properties, required }: FormSchema, message: string): Question[] | null {
  const fields = Object.entries(properties ?? {});
  const needed = new Set(required ?? []);
  const read = fields.map(([name, property]) => toQuestion(name, property, needed.has(name)));
  if (read.some((question, index) => question === null && needed.has(fields[index]?.[0] ?? ""))) return null;
  const questions = read.filter((question) => question !== null);
  if (questions.length === 0) return [agreement(message)];
  return withMessage(questions, message);
}

/** A form without fields asks for a yes. */
function agreement(message: string): Question {
  const questionId = AGREES;
  return { questionId, question: message, kind: "yes_no", options: [], allowsOther: false, isRequired: true };
}

const AGREES = "agrees";

/** One field alone is asked for by the message; with several the message stands ahead of them all. */
function withMessage(questions: readonly Question[], message: string): Question[] {
  const [first, ...rest] = questions;
  if (first === undefined) return [];
  const isAlone = rest.length === 0;
  const own = [first.question, ...(first.detail === undefined ? [] : [first.detail])];
  // A property's bare name tells a user nothing.
  const told = first.question === first.questionId ? own.slice(1) : own;
  const detail = told.length === 0 ? {} : { detail: told.join("\n") };
  if (isAlone) return [{ ...first, question: message, ...detail }];
  if (!message.includes("\n")) return [first, ...rest];
  return [{ ...first, detail: [message, ...own.slice(1)].join("\n\n") }, ...rest];
}

function toQuestion(name: string, property: Property, isNeeded: boolean): Question | null {
  const field = fieldOf(property);
  if (field === null) return null;
  const { title, description } = property;
  // No choice at all is an answer, too.
  const isRequired = isNeeded && !(field.kind === "choices" && (field.min ?? 0) === 0);
  return {
    questionId: name,
    question: title || description || name,
    ...(title && description ? { detail: description } : {}),
    options: [],
    allowsOther: false,
    isRequired,
    ...field,
  };
}

type Field = Pick<Question, "kind"> & Partial<Question>;

function fieldOf(property: Property): Field | null {
  const { type, minimum, maximum, default: initial } = property;
  switch (type) {
    case "string":
      return property.enum || property.oneOf ? choice(property) : text(property);
    case "boolean":
      return { kind: "yes_no", ...(typeof initial === "boolean" ? { initial: `${initial}` } : {}) };
    case "number":
    case "integer":
      return {
        kind: type,
        ...bounds(minimum, maximum),
        ...(typeof initial === "number" ? { initial: `${initial}` } : {}),
      };
    case "array":
      return choices(property);
    default:
      return null;
  }
}

function choice({ enum: values, oneOf, default: initial }: Property): Field | null {
  const options = optionsOf(values, oneOf);
  if (options.length === 0) return null;
  return { kind: "choice", options, ...(typeof initial === "string" ? { initial } : {}) };
}

function choices({ items, minItems, maxItems, default: initial }: Property): Field | null {
  const options = optionsOf(items?.enum, items?.anyOf);
  if (options.length === 0) return null;
  const chosen = z.array(z.string()).safeParse(initial).data;
  return {
    kind: "choices",
    options,
    ...bounds(minItems, maxItems),
    ...(chosen === undefined ? {} : { initial: chosen }),
  };
}

function text({ minLength, maxLength, pattern, format, default: initial }: Property): Field {
  return {
    kind: "text",
    ...bounds(minLength, maxLength),
    ...(pattern && pattern.length <= LONGEST_PATTERN ? { pattern } : {}),
    ...(format ? { format } : {}),
    ...(typeof initial === "string" ? { initial } : {}),
  };
}

/** What the wire takes. */
const LONGEST_PATTERN = 500;

type Titled = readonly z.infer<typeof Option>[] | null | undefined;

function optionsOf(plain: readonly string[] | null | undefined, titled: Titled): QuestionOption[] {
  if (titled) return titled.map(({ const: value, title }) => ({ value, label: title ?? value }));
  return (plain ?? []).map((value) => ({ value, label: value }));
}

type Amount = number | null | undefined;

function bounds(min: Amount, max: Amount): Pick<Field, "min" | "max"> {
  return { ...(typeof min === "number" ? { min } : {}), ...(typeof max === "number" ? { max } : {}) };
}

type Value = string | number | boolean | string[];

/** The answers in the types that the form wants; null where the user says no to a form without fields. */
export function contentOf(
  { properties, required }: FormSchema,
  answers: Answers,
): Record<string, Value> | null {
  const fields = Object.entries(properties ?? {});
  if (!fields.some(([, property]) => fieldOf(property) !== null))
    return answers[AGREES] === "true" ? {} : null;
  const needed = new Set(required ?? []);
  const given = fields.flatMap(([name, property]) => {
    const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
    const value = valueOf(property, answer, needed.has(name));
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

function valueOf(
  property: Property,
  answer: string | string[] | undefined,
  isNeeded: boolean,
): Value | undefined {
  const values = (typeof answer === "string" ? [answer] : (answer ?? [])).filter((one) => one !== "");
  if (property.type === "array") return values.length > 0 || isNeeded ? values : undefined;
  const [value] = values;
  if (value === undefined) return undefined;
  if (property.type === "boolean") return value === "true";
  if (property.type === "string") return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
