import { randomUUID } from "node:crypto";
import { setImmediate, setTimeout } from "node:timers/promises";
import {
  methods,
  type AgentContext,
  type ContentBlock,
  type SessionUpdate,
  type Usage,
} from "@agentclientprotocol/sdk/unstable";
import type { Conversation } from "../conversation/conversation.ts";
import { intoPieces } from "../orders/parse.ts";
import type { Wire } from "../wire.ts";
import { wordsIn } from "./words.ts";

/** One turn, from its prompt to its response: what a script may do in it. */
export interface Turn {
  readonly conversation: Conversation;
  readonly prompt: string;
  /** What stands beside it: pictures, files, links. */
  readonly attached: readonly ContentBlock[];
  readonly client: AgentContext;
  readonly wire: Wire;
  /** Fires when the turn is cancelled, with an `Interrupted`. */
  readonly signal: AbortSignal;
  /** Streams prose word by word, at the conversation's pace; throws `Interrupted`. */
  say(text: string): Promise<void>;
  think(text: string): Promise<void>;
  /** Streams pieces as they are, one every so many ms whatever the pace is; throws `Interrupted`. */
  stream(kind: Streamed, pieces: readonly string[], everyMs: number): Promise<void>;
  /** Sends anything but prose; also in a turn that was cancelled. */
  update(update: SessionUpdate): Promise<void>;
  /** Waits so many ms of a tour at full pace; throws `Interrupted`. */
  pause(ms: number): Promise<void>;
  /** Counted by words. */
  usage(): Usage;
}

export type Streamed = "agent_message_chunk" | "agent_thought_chunk";

/** The turn was cancelled. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** The parts of a turn that are not its own doing. */
export type TurnInput = Pick<Turn, "conversation" | "prompt" | "attached" | "client" | "wire" | "signal">;

export function openTurn(input: TurnInput): Turn {
  const { conversation, prompt, client, signal } = input;
  const exchange = { prompt, answer: "" };
  conversation.exchanges.push(exchange);
  let message: { kind: Streamed; id: string } | null = null;
  let outputTokens = 0;

  async function update(body: SessionUpdate): Promise<void> {
    message = null;
    await client.notify(methods.client.session.update, { sessionId: conversation.id, update: body });
  }

  async function stream(kind: Streamed, pieces: readonly string[], everyMs: number): Promise<void> {
    if (message?.kind !== kind) message = { kind, id: randomUUID() };
    const messageId = message.id;
    for (const [index, text] of pieces.entries()) {
      // The cancel of a turn is only heard where the loop comes round.
      if (everyMs > 0 || index % PIECES_A_ROUND === 0) await rest(everyMs, signal);
      await client.notify(methods.client.session.update, {
        sessionId: conversation.id,
        update: { sessionUpdate: kind, content: { type: "text", text }, messageId },
      });
      outputTokens += wordsIn(text);
      if (kind === "agent_message_chunk") exchange.answer += text;
    }
  }

  return {
    ...input,
    stream,
    update,
    say: (text) => stream("agent_message_chunk", intoPieces(text), WORD_MS * conversation.pace),
    think: (text) => stream("agent_thought_chunk", intoPieces(text), WORD_MS * conversation.pace),
    pause: (ms) => rest(ms * conversation.pace, signal),
    usage: () => {
      const inputTokens = wordsIn(prompt);
      return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
    },
  };
}

/** Slow enough to see the words come, fast enough to read along. */
const WORD_MS = 75;
const PIECES_A_ROUND = 64;

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await (ms > 0 ? setTimeout(ms, undefined, { signal }) : setImmediate(undefined, { signal })).catch(
    () => {},
  );
  signal.throwIfAborted();
}
