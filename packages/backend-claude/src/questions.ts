import { z } from "zod";
import type { Intent, QuestionRequestEvent, QuestionResolvedEvent } from "@switchyard/core/backend";
import type { Answers, Question } from "@switchyard/core/protocol";
import { controlSuccessLine } from "./lines.ts";
import type { CanUseTool } from "./native.ts";
import type { Answered } from "./requests.ts";
import { oneLine } from "./tools.ts";

type Answer = Extract<Intent, { type: "answer_question" }>;

/** The tool by which Claude asks the user. */
export const ASK_TOOL = "AskUserQuestion";

const Option = z.looseObject({
  label: z.string(),
  description: z.string().optional(),
  preview: z.string().optional(),
});
const Asked = z.looseObject({
  question: z.string(),
  header: z.string().optional(),
  multiSelect: z.boolean().optional(),
  options: z.array(Option),
});
type Asked = z.infer<typeof Asked>;
const Input = z.looseObject({ questions: z.array(Asked).min(1) });

interface Pending {
  readonly toolCallId: string;
  readonly input: CanUseTool["input"];
  readonly asked: readonly Asked[];
}

const SKIPPED =
  "The user read these questions and left them unanswered. Go on as you think best, or ask in another way.";
const NOBODY = "Nobody answered these questions.";

/** The forms that wait for the user, by Claude's own `request_id`. */
export class Questions {
  #pending = new Map<string, Pending>();

  get waiting(): boolean {
    return this.#pending.size > 0;
  }

  /** Null where the questions cannot be read. */
  open(requestKey: string, ask: CanUseTool): QuestionRequestEvent | null {
    const asked = Input.safeParse(ask.input).data?.questions;
    // Claude lets no text come twice: it is what an answer is found by.
    if (asked === undefined || new Set(asked.map(({ question }) => question)).size < asked.length)
      return null;
    this.#pending.set(requestKey, { toolCallId: ask.tool_use_id, input: ask.input, asked });
    const title = oneLine(asked[0]?.question ?? "");
    return {
      type: "question_request",
      content: asked.map(({ question }) => question).join("\n"),
      requestKey,
      toolCallId: ask.tool_use_id,
      title,
      questions: asked.map((one) => toQuestion(one, asked.length === 1)),
    };
  }

  /** The line that answers; null where the form is settled already. */
  answer({ requestKey, answers, note }: Answer): Answered | null {
    const form = this.#pending.get(requestKey);
    if (form === undefined) return null;
    this.#pending.delete(requestKey);
    const { toolCallId, input } = form;
    const given = answers === null ? {} : answersOf(form, answers, note);
    if (answers === null || given === null) {
      const rejection = note === undefined ? SKIPPED : `${SKIPPED} The user says: ${note}`;
      return { line: denied(requestKey, rejection), toolCallId, rejection };
    }
    const line = controlSuccessLine(requestKey, {
      behavior: "allow",
      updatedInput: { ...input, ...given },
    });
    return { line, toolCallId, rejection: null };
  }

  callOf(requestKey: string): string | undefined {
    return this.#pending.get(requestKey)?.toolCallId;
  }

  /** Claude has withdrawn a form. */
  withdraw(requestKey: string): QuestionResolvedEvent[] {
    if (!this.#pending.delete(requestKey)) return [];
    const content = "Claude Code no longer asks for this.";
    return [{ type: "question_resolved", requestKey, outcome: "cancelled", by: "agent", content }];
  }

  /** No form outlives its turn. */
  close(): { events: QuestionResolvedEvent[]; lines: string[] } {
    const keys = [...this.#pending.keys()];
    const lines = keys.map((key) => denied(key, NOBODY));
    return { events: keys.flatMap((key) => this.withdraw(key)), lines };
  }
}

function denied(requestKey: string, message: string): string {
  return controlSuccessLine(requestKey, { behavior: "deny", message });
}

/** Of several questions Claude takes as many as are answered; one alone is answered or left. */
function toQuestion({ question, header, multiSelect, options }: Asked, isRequired: boolean): Question {
  const several = multiSelect === true ? "choices" : "choice";
  return {
    questionId: question,
    ...(header === undefined || header === "" ? {} : { header }),
    question,
    kind: options.length === 0 ? "text" : several,
    options: options.map(({ label, description, preview }) => ({
      value: label,
      label,
      ...(description === undefined ? {} : { description }),
      ...(preview === undefined ? {} : { preview }),
    })),
    allowsOther: true,
    isRequired,
  };
}

/**
 * What is added to the tool's input, in the shapes of Claude's own form: several choices as one text, a note and
 * the preview that was looked at beside their question. Null where nothing at all is answered.
 */
function answersOf({ asked }: Pending, answers: Answers, note: string | undefined): object | null {
  const given = asked.flatMap((one) => {
    const values = valuesOf(Object.hasOwn(answers, one.question) ? answers[one.question] : undefined);
    const { preview } = one.options.find(({ label }) => values.includes(label)) ?? {};
    return values.length === 0 ? [] : [{ question: one.question, text: values.join(", "), preview }];
  });
  // With a `response` Claude passes on nothing else, so it stands only where there is nothing else.
  if (given.length === 0) return note === undefined ? null : { answers: {}, response: note };
  const last = given.at(-1)?.question;
  const annotations = given.flatMap(({ question, preview }): [string, Annotation][] => {
    const notes = question === last ? note : undefined;
    if (preview === undefined && notes === undefined) return [];
    return [
      [
        question,
        { ...(preview === undefined ? {} : { preview }), ...(notes === undefined ? {} : { notes }) },
      ],
    ];
  });
  return {
    answers: Object.fromEntries(given.map(({ question, text }) => [question, text])),
    ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries<Annotation>(annotations) }),
  };
}

interface Annotation {
  readonly preview?: string;
  readonly notes?: string;
}

function valuesOf(answer: string | readonly string[] | undefined): string[] {
  return (typeof answer === "string" ? [answer] : [...(answer ?? [])]).filter((value) => value.trim() !== "");
}
