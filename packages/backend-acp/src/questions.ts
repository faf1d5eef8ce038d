import type { AgentEvent, Intent, QuestionRequestEvent } from "@switchyard/core/backend";
import { oneLine } from "./content.ts";
import { contentOf, FormSchema, questionsOf, type Elicitation } from "./elicitation.ts";
import { resultLine } from "./lines.ts";
import { keyOf, type RequestId } from "./native.ts";

type IntentToAnswer = Extract<Intent, { type: "answer_question" }>;
interface Pending {
  readonly id: RequestId;
  readonly schema: FormSchema;
}

/** The forms that wait for the user, by a key made of the agent's own id. */
export class Questions {
  readonly #name: string;
  #pending = new Map<string, Pending>();

  constructor(name: string) {
    this.#name = name;
  }

  isWaiting(id: RequestId): boolean {
    return this.#pending.has(keyOf(id));
  }

  /** `foreign`: it is no form, or none of a conversation, or has a field that nobody could fill in here. */
  open(
    id: RequestId,
    { mode, message, sessionId, toolCallId, requestedSchema }: Elicitation,
  ): QuestionRequestEvent | "foreign" | "malformed" {
    if (mode !== "form" || !sessionId) return "foreign";
    const schema = FormSchema.safeParse(requestedSchema).data;
    if (schema === undefined) return "malformed";
    const questions = questionsOf(schema, message);
    if (questions === null) return "foreign";
    const requestKey = keyOf(id);
    this.#pending.set(requestKey, { id, schema });
    return {
      type: "question_request",
      content: [message, ...questions.map(({ question }) => question)].join("\n"),
      requestKey,
      ...(toolCallId ? { toolCallId } : {}),
      title: oneLine(message) || `${this.#name} asks`,
      questions,
    };
  }

  /** The line that answers; null where the form is settled already. */
  answer({ requestKey, answers, note }: IntentToAnswer): string | null {
    const form = this.#pending.get(requestKey);
    if (form === undefined) return null;
    this.#pending.delete(requestKey);
    const content = answers === null ? null : contentOf(form.schema, answers);
    // The protocol has no place for a word beside the fields.
    const more = note === undefined ? {} : { _meta: { note } };
    return resultLine(
      form.id,
      content === null ? { action: "decline", ...more } : { action: "accept", content, ...more },
    );
  }

  /** The agent has withdrawn a form; it still wants it answered. */
  withdraw(id: RequestId): { events: AgentEvent[]; lines: string[] } {
    const requestKey = keyOf(id);
    if (!this.#pending.delete(requestKey)) return { events: [], lines: [] };
    const content = `${this.#name} no longer asks for this.`;
    const event = {
      type: "question_resolved",
      requestKey,
      outcome: "cancelled",
      by: "agent",
      content,
    } as const;
    return { events: [event], lines: [cancelledFormLine(id)] };
  }

  /** No form outlives its turn. */
  close(): { events: AgentEvent[]; lines: string[] } {
    const closed = [...this.#pending.values()].map(({ id }) => this.withdraw(id));
    return { events: closed.flatMap(({ events }) => events), lines: closed.flatMap(({ lines }) => lines) };
  }
}

/** Nobody answered it. */
export function cancelledFormLine(id: RequestId): string {
  return resultLine(id, { action: "cancel" });
}

/** It is not asked here. */
export function declinedFormLine(id: RequestId): string {
  return resultLine(id, { action: "decline" });
}
