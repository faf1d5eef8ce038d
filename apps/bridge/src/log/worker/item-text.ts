import type { AgentChunk, ChunkOf } from "@switchyard/core/protocol";
import { cutText } from "../utf8.ts";

/** What a call of a tool is found by: its title, the texts of its input, and the beginning of its output. */
export function toolText(call: ChunkOf<"tool_call">, output: string): string {
  const input = textsIn(call.input).filter((text) => !call.title.includes(text));
  return [call.title, cutText(input.join("\n"), MAX_INPUT), cutText(output, MAX_OUTPUT)]
    .filter((text) => text !== "")
    .join("\n");
}

/** What a message is found by: of a very long one the beginning. */
export function messageText(content: string): string {
  return cutText(content, MAX_MESSAGE);
}

/** What is said in the chunks of an item: a message in its pieces with its files' names, a form with its answers. */
export function saidText(chunks: readonly AgentChunk[]): string {
  const between = chunks[0]?.type === "question_request" ? "\n" : "";
  return messageText(chunks.map(wordsIn).join(between));
}

function wordsIn(chunk: AgentChunk): string {
  if (chunk.type === "user_message") {
    return [chunk.content, ...(chunk.attachments ?? []).map(({ name }) => name)].join("\n");
  }
  if (chunk.type !== "question_resolved" || chunk.outcome === "answered") return chunk.content;
  return chunk.note ?? "";
}

function textsIn(value: unknown, depth = 0): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return [];
  return Object.values(value).flatMap((each) => textsIn(each, depth + 1));
}

/** In bytes of UTF-8. */
export const MAX_MESSAGE = 64 * 1024;
const MAX_INPUT = 4 * 1024;
const MAX_OUTPUT = 8 * 1024;
const MAX_DEPTH = 8;
