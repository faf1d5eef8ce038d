import { setImmediate } from "node:timers/promises";
import type { Turn } from "../turn/turn.ts";

/** Says `count` words, each a message of its own, as fast as the pipe takes them; heard between two batches is a cancel. */
export async function flood(turn: Turn, count: number): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const size = Math.min(BATCH, count - from);
    const lines = Array.from({ length: size }, (_, index) => `${deltaLine(turn, `word${from + index} `)}\n`);
    await turn.wire.writeRaw(lines.join(""));
    await setImmediate();
    turn.signal.throwIfAborted();
  }
}

/** Says one word that makes a valid line of exactly `bytes`, its line break not counted; no shorter than it can be. */
export async function bigLine(turn: Turn, bytes: number): Promise<void> {
  const overhead = Buffer.byteLength(deltaLine(turn, ""));
  await turn.wire.writeRaw(`${deltaLine(turn, "x".repeat(Math.max(bytes - overhead, 0)))}\n`);
}

/** Writes a line that begins as a message and is none. */
export async function badLine({ wire }: Turn, text: string): Promise<void> {
  await wire.writeRaw(`${text}\n`);
}

/** Writes a line as programs do that log to the wrong pipe. */
export async function noise({ wire }: Turn, text: string): Promise<void> {
  await wire.writeRaw(`${text}\n`);
}

export async function stderrLines({ wire }: Turn, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, index) => `stderr line ${index}\n`);
  await wire.writeError(lines.join(""));
}

const BATCH = 256;

function deltaLine({ conversation }: Turn, text: string): string {
  const update = { sessionUpdate: "agent_message_chunk", content: { type: "text", text } };
  const params = { sessionId: conversation.id, update };
  return JSON.stringify({ jsonrpc: "2.0", method: "session/update", params });
}
