import { randomUUID } from "node:crypto";
import {
  methods,
  type CreateElicitationRequest,
  type ElicitationSchema,
} from "@agentclientprotocol/sdk/unstable";
import { z } from "zod";
import { Interrupted, type Turn } from "../turn/turn.ts";
import { interrupted } from "../turn/permission.ts";
import type { FormOrder } from "./parse.ts";

/** Has the user fill in a form, `count` times at once, and tells what was answered. */
export async function askForms(turn: Turn, ask: { form: FormOrder; count: number }): Promise<void> {
  const asked = Array.from({ length: ask.count }, (_, index) => askForm(turn, ask, index));
  // Settled: each call is closed before a cancel ends the turn.
  const answers = await Promise.allSettled(asked);
  const told = answers.map((answer) => {
    if (answer.status === "rejected") throw answer.reason;
    return `form: ${answer.value}\n`;
  });
  await turn.stream("agent_message_chunk", told, 0);
}

async function askForm(turn: Turn, ask: { form: FormOrder; count: number }, index: number): Promise<string> {
  const { message, schema } = formOf(ask.form);
  const title = ask.count === 1 ? message : `${message} (${index + 1} of ${ask.count})`;
  const toolCallId = randomUUID();
  const call = { toolCallId, name: "AskUser", kind: "other", title: "Ask a question" } as const;
  await turn.update({
    sessionUpdate: "tool_call",
    ...call,
    rawInput: { message: title },
    status: "in_progress",
  });
  let status: "completed" | "failed" = "failed";
  try {
    const answer = await elicit(turn, { message: title, toolCallId, schema });
    if (answer.startsWith("accept")) status = "completed";
    return answer;
  } finally {
    await turn.update({ sessionUpdate: "tool_call_update", toolCallId, status });
  }
}

interface Form {
  readonly message: string;
  readonly toolCallId: string;
  readonly schema: ElicitationSchema;
}

/** Waits for as long as it takes; an answer `cancel`, or the cancel of the turn, throws `Interrupted`. */
async function elicit(turn: Turn, { message, toolCallId, schema }: Form): Promise<string> {
  const { signal, conversation } = turn;
  signal.throwIfAborted();
  const params: CreateElicitationRequest = {
    mode: "form",
    sessionId: conversation.id,
    toolCallId,
    message,
    requestedSchema: schema,
  };
  const asked = turn.client.request(methods.client.elicitation.create, params);
  // The SDK rejects it where the client answers by an error: then nobody was asked.
  const answer = Answer.safeParse(await Promise.race([asked.catch(() => null), interrupted(signal)])).data;
  if (answer === undefined) return "nobody was asked";
  if (answer.action === "cancel") throw new Interrupted();
  const note = answer._meta?.note === undefined ? "" : ` (and: ${answer._meta.note})`;
  if (answer.action === "decline") return `decline${note}`;
  return `accept ${JSON.stringify(answer.content ?? {})}${note}`;
}

const Answer = z.object({
  action: z.enum(["accept", "decline", "cancel"]),
  content: z.record(z.string(), z.unknown()).nullish(),
  _meta: z.looseObject({ note: z.string().optional() }).nullish(),
});

function formOf(form: FormOrder): { message: string; schema: ElicitationSchema } {
  if (form.kind === "sample") return { message: "How shall the release be made?", schema: SAMPLE };
  const { question, options } = form;
  const answer =
    options.length === 0
      ? { type: "string" as const }
      : form.kind === "one"
        ? { type: "string" as const, enum: options }
        : { type: "array" as const, minItems: 1, items: { type: "string" as const, enum: options } };
  return {
    message: question,
    schema: { type: "object", properties: { answer }, required: ["answer"] },
  };
}

/** One field of every kind that the protocol knows. */
const SAMPLE: ElicitationSchema = {
  type: "object",
  required: ["channel", "version", "targets"],
  properties: {
    channel: {
      type: "string",
      title: "Which channel?",
      description: "Stable reaches everybody, next only those who asked for it.",
      oneOf: [
        { const: "stable", title: "Stable" },
        { const: "next", title: "Next" },
        { const: "nightly", title: "Nightly" },
      ],
      default: "next",
    },
    targets: {
      type: "array",
      title: "Which platforms?",
      minItems: 1,
      items: {
        anyOf: [
          { const: "linux", title: "Linux" },
          { const: "macos", title: "macOS" },
          { const: "windows", title: "Windows" },
        ],
      },
    },
    version: {
      type: "string",
      title: "Which version?",
      description: "Three numbers with dots between them.",
      pattern: "^\\d+\\.\\d+\\.\\d+$",
    },
    announce: { type: "boolean", title: "Announce it?", default: true },
    contact: { type: "string", title: "Who answers questions?", format: "email" },
    rollout: {
      type: "integer",
      title: "How many percent get it first?",
      minimum: 1,
      maximum: 100,
      default: 10,
    },
  },
};
