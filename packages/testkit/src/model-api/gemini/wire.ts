import type { Part } from "../scenario.ts";
import type { Reply, Step, Wire } from "../wire.ts";

/** Gemini's API. */
export const geminiWire: Wire = {
  api: "gemini",
  stream: (reply) => [...reply.parts.flatMap((each) => steps(each, reply)), frame(ending(reply))],
  whole: (reply) => {
    const [candidate] = ending(reply).candidates;
    const content = { role: "model", parts: reply.parts.flatMap(wholeParts) };
    return { ...ending(reply), candidates: [{ ...candidate, content }] };
  },
  failure: (code, message, retryInSeconds) => ({
    error: { code, message, status: statusOf(code), ...detailsOf(retryInSeconds) },
  }),
};

function steps(part: Part, reply: Reply): Step[] {
  switch (part.kind) {
    case "hang":
    case "drop":
      return [part.kind];
    case "text":
      return part.pieces.flatMap((text) => {
        const sent = frame(chunk([{ text }], reply));
        return part.everyMs === 0 ? [sent] : [sent, { wait: part.everyMs }];
      });
    case "thinking":
    case "tool":
      return [frame(chunk(wholeParts(part), reply))];
  }
}

function wholeParts(part: Part): object[] {
  switch (part.kind) {
    case "hang":
    case "drop":
      return [];
    case "text":
      return [{ text: part.pieces.join("") }];
    case "thinking":
      return [{ text: withSubject(part.pieces.join("")), thought: true }];
    case "tool":
      return [{ functionCall: { name: part.name, args: part.input } }];
  }
}

/** A thought comes whole, and always under a subject. */
function withSubject(thought: string): string {
  return thought.startsWith("**") ? thought : `**Thinking**\n${thought}`;
}

function chunk(parts: object[], { model, messageId }: Reply) {
  return {
    candidates: [{ content: { role: "model", parts }, index: 0 }],
    modelVersion: model,
    responseId: messageId,
  };
}

function ending(reply: Reply) {
  const { inputTokens } = reply;
  const outputTokens = reply.parts.reduce(
    (sum, part) => sum + ("pieces" in part ? part.pieces.length : 1),
    0,
  );
  const [candidate] = chunk([{ text: "" }], reply).candidates;
  return {
    ...chunk([], reply),
    candidates: [
      { ...candidate, finishReason: finishReasons[reply.stopReason] ?? reply.stopReason.toUpperCase() },
    ],
    usageMetadata: {
      promptTokenCount: inputTokens,
      candidatesTokenCount: outputTokens,
      totalTokenCount: inputTokens + outputTokens,
    },
  };
}

function frame(data: object): Step {
  return { send: `data: ${JSON.stringify(data)}\n\n` };
}

const finishReasons: Record<string, string | undefined> = {
  end_turn: "STOP",
  tool_use: "STOP",
  stop_sequence: "STOP",
  refusal: "SAFETY",
};

function detailsOf(retryInSeconds: number | undefined): object {
  if (retryInSeconds === undefined) return {};
  const type = "type.googleapis.com/google.rpc.RetryInfo";
  return { details: [{ "@type": type, retryDelay: `${retryInSeconds}s` }] };
}

function statusOf(code: number): string {
  return statuses[code] ?? (code >= 500 ? "INTERNAL" : "INVALID_ARGUMENT");
}

const statuses: Record<number, string | undefined> = {
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  503: "UNAVAILABLE",
  529: "UNAVAILABLE",
};
