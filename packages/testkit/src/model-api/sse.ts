import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Part } from "./scenario.ts";

export type Stream = {
  model: string;
  messageId: string;
  parts: Part[];
  stopReason: string;
  inputTokens: number;
  /** Resolves when a hanging answer may go on; rejects or is ignored once `signal` fires. */
  hold: () => Promise<void>;
  /** Fires when the reader closed the connection. */
  signal: AbortSignal;
};

/** Streams an answer as the Messages API does; ends early, without an error, when the reader goes away. */
export async function streamAnswer(response: ServerResponse, stream: Stream): Promise<void> {
  const send = (type: string, data: object): void => {
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  };
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  send("message_start", { message: emptyMessage(stream) });
  let outputTokens = 0;
  const blocks = intoBlocks(stream.parts, stream.messageId);
  for (const [index, block] of blocks.entries()) {
    send("content_block_start", { index, content_block: block.start });
    for (const step of block.steps) {
      if (stream.signal.aborted) return;
      if (step === "hang") await stream.hold();
      else if (step === "drop") await cut(response);
      else if (typeof step === "number")
        await delay(step, undefined, { signal: stream.signal }).catch(() => {});
      else {
        outputTokens += 1;
        send("content_block_delta", { index, delta: step });
      }
    }
    if (stream.signal.aborted || response.destroyed) return;
    send("content_block_stop", { index });
  }
  send("message_delta", {
    delta: { stop_reason: stream.stopReason, stop_sequence: null },
    usage: { output_tokens: outputTokens },
  });
  send("message_stop", {});
  response.end();
}

/** What was written so far still reaches the reader. */
function cut(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.write(": cut\n\n", () => {
      response.destroy();
      resolve();
    });
  });
}

/** The same answer as one JSON object, for a request without `stream`. */
export function wholeAnswer(stream: Omit<Stream, "hold" | "signal">): object {
  const content = intoBlocks(stream.parts, stream.messageId).map((block) => block.whole);
  return { ...emptyMessage(stream), content, stop_reason: stream.stopReason };
}

type Delta = { type: string; [key: string]: string };
type Block = { start: object; steps: (Delta | number | "hang" | "drop")[]; whole: object };

function emptyMessage({
  model,
  messageId,
  inputTokens,
}: Pick<Stream, "model" | "messageId" | "inputTokens">) {
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
function intoBlocks(parts: Part[], messageId: string): Block[] {
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

function toolBlock({ name, input }: { name: string; input: Record<string, unknown> }, id: string): Block {
  return {
    start: { type: "tool_use", id, name, input: {} },
    steps: [{ type: "input_json_delta", partial_json: JSON.stringify(input) }],
    whole: { type: "tool_use", id, name, input },
  };
}
