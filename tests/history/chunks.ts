import { randomUUID } from "node:crypto";
import { MessageId, RequestId, type SessionId } from "@switchyard/core/protocol";
import type { Random } from "@switchyard/testkit/random";
import type { Log, NewChunk } from "@switchyard/bridge/log";

interface Source {
  readonly sessionId: SessionId;
  readonly random: Random;
  readonly clock: { now: number };
}

interface Lengths {
  readonly chunksPerSession: number;
  readonly chunksPerTurn?: number;
}

/** Writes whole turns until a session has exactly so many chunks. */
export function writeChunks(
  log: Pick<Log, "append" | "flush">,
  source: Source,
  lengths: Lengths,
): { turns: number; lastWords: string } {
  const perTurn = Math.max(SHORTEST_TURN, lengths.chunksPerTurn ?? 60);
  let left = lengths.chunksPerSession;
  let turns = 0;
  let lastWords = "";
  while (left > 0) {
    turns += 1;
    // What is left behind a turn must be enough for another one.
    const length = left < perTurn + SHORTEST_TURN ? left : perTurn;
    const chunks = turnOf(source, turns, length);
    for (let from = 0; from < chunks.length; from += BATCH) {
      log.append(source.sessionId, chunks.slice(from, from + BATCH), turns);
      source.clock.now += 40 + source.random.below(400);
      log.flush();
    }
    lastWords = chunks.findLast((chunk) => chunk.type === "agent_message")?.content.trim() ?? lastWords;
    left -= length;
  }
  return { turns, lastWords };
}

/** `turn_started`, the message, one word and the end. */
const SHORTEST_TURN = 4;
const BATCH = 256;

function turnOf({ random }: Source, turn: number, length: number): NewChunk[] {
  const chunks: NewChunk[] = [];
  const messageId = MessageId.parse(randomUUID());
  const question = `Here is question ${turn}: ${prose(random, 12)} turn${turn}`;
  const opening: NewChunk[] = [
    { type: "turn_started", content: "", by: "user", messageId },
    { type: "user_message", content: question, messageId },
  ];
  const ending: NewChunk = { type: "turn_ended", content: "", stopReason: "end_turn", durationMs: 900 };
  const room = length - opening.length - 1;
  while (chunks.length < room) chunks.push(...partOf(random, turn, chunks.length).slice(0, 40));
  return [...opening, ...trimmed(chunks, room), ending].slice(-length);
}

/** Cut at the end of a part, and filled up with words, so that no call or request stays open. */
function trimmed(chunks: readonly NewChunk[], room: number): NewChunk[] {
  const kept = chunks.slice(0, room);
  const closed = kept.findLastIndex(({ type }) => !OPENS.has(type));
  const words = Array.from({ length: kept.length - closed - 1 }, (): NewChunk => ({
    type: "agent_message",
    messageKey: "last",
    content: "and so on ",
  }));
  return [...kept.slice(0, closed + 1), ...words];
}

const OPENS: ReadonlySet<string> = new Set(["tool_call", "permission_request", "permission_resolved"]);

/** Some prose, a thought, a call with its output, or a command that was allowed. */
function partOf(random: Random, turn: number, at: number): NewChunk[] {
  const key = `${turn}-${at}`;
  if (random.oneIn(6)) return deltas(random, "agent_thought", key);
  if (random.oneIn(3)) return call(random, key, false);
  if (random.oneIn(12)) return call(random, key, true);
  return deltas(random, "agent_message", key);
}

function deltas(random: Random, type: "agent_message" | "agent_thought", messageKey: string): NewChunk[] {
  return Array.from({ length: 3 + random.below(18) }, () => ({
    type,
    messageKey,
    content: random.oneIn(9) ? `${prose(random, 6)}\n\n` : `${prose(random, 5)} `,
  }));
}

function call(random: Random, toolCallId: string, asks: boolean): NewChunk[] {
  const command = `grep -rn ${word(random)} src/${word(random)}`;
  const requestId = RequestId.parse(randomUUID());
  const what = { toolCallId, title: command, input: { command } };
  const options = [
    { decision: "allow_once" as const, label: "Allow" },
    { decision: "reject_once" as const, label: "Reject" },
  ];
  const asked: NewChunk[] = [
    { type: "permission_request", content: command, requestId, ...what, options },
    { type: "permission_resolved", content: "allow_once", requestId, decision: "allow_once", by: "user" },
  ];
  const output = Array.from({ length: 1 + random.below(20) }, () => prose(random, 9)).join("\n");
  return [
    { type: "tool_call", content: command, name: "Bash", kind: "execute", status: "pending", ...what },
    ...(asks ? asked : []),
    { type: "tool_call_update", content: output, toolCallId, status: "completed", output },
  ];
}

function prose(random: Random, words: number): string {
  return Array.from({ length: words }, () => word(random)).join(" ");
}

function word(random: Random): string {
  return random.one(WORDS);
}

const WORDS = [
  "session",
  "log",
  "cursor",
  "the",
  "of",
  "a",
  "reads",
  "writes",
  "folds",
  "where",
  "queue",
  "nothing",
  "waits",
  "is",
  "lost",
  "bridge",
  "page",
  "turn",
  "after",
  "before",
  "each",
  "chunk",
  "once",
  "in",
  "order",
  "naïve",
  "日本",
  "`code`",
  "**bold**",
  "and",
] as const;
