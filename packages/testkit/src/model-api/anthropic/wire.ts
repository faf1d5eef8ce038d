import type { Part } from "../scenario.ts";
import type { Reply, Step, Wire } from "../wire.ts";

/** The Messages API. */
export const anthropicWire: Wire = {
  api: "anthropic",
  stream,
  whole: (reply) => ({
    ...emptyMessage(reply),
    content: intoBlocks(reply).map((block) => block.whole),
    stop_reason: reply.stopReason,
  }),
  failure: (status, message) => ({
    type: "error",
    error: {
      type: errorTypes[status] ?? (status >= 500 ? "api_error" : "invalid_request_error"),
      message,
    },
  }),
};

function stream(reply: Reply): Step[] {
  const steps: Step[] = [event("message_start", { message: emptyMessage(reply) })];
  let outputTokens = 0;
  for (const [index, block] of intoBlocks(reply).entries()) {
    steps.push(event("content_block_start", { index, content_block: block.start }));
    for (const step of block.steps) {
      if (step === "hang" || step === "drop") steps.push(step);
      else if (typeof step === "number") steps.push({ wait: step });
      else {
        outputTokens += 1;
        steps.push(event("content_block_delta", { index, delta: step }));
      }
    }
    steps.push(event("content_block_stop", { index }));
  }
  return [
    ...steps,
    event("message_delta", {
      delta: { stop_reason: reply.stopReason, stop_sequence: null },
      usage: { output_tokens: outputTokens },
    }),
    event("message_stop", {}),
  ];
}

function event(type: string, data: object): Step {
  return { send: `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n` };
}

type Delta = { type: string; [key: string]: string };
type Block = { start: object; steps: (Delta | number | "hang" | "drop")[]; whole: object };

function emptyMessage({ model, messageId, inputTokens }: Reply) {
  return {
    id: messageId,
    type: "message",
    role: "assistant",
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: inputTokens, output_tokens: 1 },
  };
}

/** Adjacent text, and the waits in it, share one content block, as they do in a real answer. */
function intoBlocks({ parts, messageId }: Reply): Block[] {
  const blocks: Block[] = [];
  let open: (Block & { text: string }) | undefined;
  for (const part of parts) {
    if (part.kind === "tool") {
      open = undefined;
      blocks.push(toolBlock(part, `toolu_${messageId}_${blocks.length}`));
      continue;
    }
    if (part.kind === "thinking") {
      open = undefined;
      blocks.push(thinkingBlock(part.pieces));
      continue;
    }
    if (open === undefined) {
      open = { start: { type: "text", text: "" }, steps: [], whole: { type: "text", text: "" }, text: "" };
      blocks.push(open);
    }
    if (part.kind === "text") {
      open.text += part.pieces.join("");
      open.whole = { type: "text", text: open.text };
      open.steps.push(...paced(part.pieces, part.everyMs));
      continue;
    }
    open.steps.push(part.kind);
  }
  return blocks;
}

function paced(pieces: string[], everyMs: number): (Delta | number)[] {
  return pieces.flatMap((text) => {
    const delta = { type: "text_delta", text };
    return everyMs === 0 ? [delta] : [delta, everyMs];
  });
}

function thinkingBlock(pieces: string[]): Block {
  const signature = "c2lnbmF0dXJl";
  const deltas = pieces.map((thinking) => ({ type: "thinking_delta", thinking }));
  return {
    start: { type: "thinking", thinking: "", signature: "" },
    steps: [...deltas, { type: "signature_delta", signature }],
    whole: { type: "thinking", thinking: pieces.join(""), signature },
  };
}

function toolBlock({ name, input }: Extract<Part, { kind: "tool" }>, id: string): Block {
  return {
    start: { type: "tool_use", id, name, input: {} },
    steps: [{ type: "input_json_delta", partial_json: JSON.stringify(input) }],
    whole: { type: "tool_use", id, name, input },
  };
}

const errorTypes: Record<number, string | undefined> = {
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  529: "overloaded_error",
};
