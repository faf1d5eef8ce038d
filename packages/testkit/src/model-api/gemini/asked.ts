import type { Asked } from "../wire.ts";
import { readRequest, wantsJson } from "./request.ts";
import { geminiWire } from "./wire.ts";

/** What a `POST` asks of Gemini's API, or null where the path is none of its. @throws when the body is wrong */
export function askedOfGemini(pathname: string, body: unknown): Asked | null {
  const match = /^\/v1(?:beta)?\/models\/([^/:]+):(\w+)$/.exec(pathname);
  if (match === null) return null;
  const [, model = "", method = ""] = match;
  switch (method) {
    case "countTokens":
      return { kind: "json", body: { totalTokens: Math.ceil(JSON.stringify(body).length / 4) } };
    case "streamGenerateContent":
    case "generateContent":
      return ask({ model, isStreamed: method === "streamGenerateContent", body });
    default:
      return { kind: "failure", wire: geminiWire, status: 404, message: `No such method: ${method}` };
  }
}

/** A call in JSON mode is the CLI's own, about the conversation and not part of it. */
function ask({ model, isStreamed, body }: { model: string; isStreamed: boolean; body: unknown }): Asked {
  if (!wantsJson(body)) {
    return { kind: "answer", wire: geminiWire, conversation: { model, isStreamed, ...readRequest(body) } };
  }
  const parts = [{ kind: "text" as const, pieces: [JSON.stringify(ROUTING)], everyMs: 0 }];
  const reply = { model, messageId: "json", parts, stopReason: "end_turn", inputTokens: 1 };
  return { kind: "json", body: geminiWire.whole(reply) };
}

/** The CLI asks how hard the prompt is, to choose a model by it. */
const ROUTING = { complexity_reasoning: "It is a test.", complexity_score: 1 };
