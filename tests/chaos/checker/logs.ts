import type { AgentChunk } from "@switchyard/core/protocol";
import type { LogHistory } from "./histories.ts";
import { isAsked, isSettled } from "./requests.ts";

/** A log must be gapless, each turn begun and ended once, and each request answered before its turn ends. */
export function logFaults({ sessionId, chunks }: LogHistory): string[] {
  const faults = [...gaps(chunks), ...turns(chunks), ...requests(chunks)];
  return faults.map((fault) => `log ${sessionId}: ${fault}`);
}

function gaps(chunks: readonly AgentChunk[]): string[] {
  const at = chunks.findIndex(({ seq }, index) => seq !== index + 1);
  return at === -1 ? [] : [`place ${at + 1} has seq ${chunks[at]?.seq}`];
}

function* turns(chunks: readonly AgentChunk[]): Generator<string> {
  let open = 0;
  let last = 0;
  for (const chunk of chunks) {
    const { seq, turn, type, isDone } = chunk;
    const what = `${type} ${seq} of turn ${turn}`;
    if (isDone !== (type === "turn_ended")) yield `${what} has isDone ${String(isDone)}`;
    if (turn === 0) {
      if (!OUTSIDE.has(type)) yield `${what} stands outside any turn`;
    } else if (type === "turn_started") {
      if (open !== 0) yield `${what} begins while turn ${open} is open`;
      if (turn !== last + 1) yield `${what} begins after turn ${last}`;
      [open, last] = [turn, turn];
    } else if (turn !== open) yield `${what} comes while ${open === 0 ? "no turn" : `turn ${open}`} is open`;
    if (type === "turn_ended") open = 0;
  }
  if (open !== 0) yield `turn ${open} has no end`;
}

const OUTSIDE: ReadonlySet<string> = new Set([
  "session_started",
  "notice",
  "permission_resolved",
  "question_resolved",
]);

function* requests(chunks: readonly AgentChunk[]): Generator<string> {
  const waiting = new Set<string>();
  const answered = new Set<string>();
  for (const chunk of chunks) {
    if (isAsked(chunk)) waiting.add(chunk.requestId);
    if (isSettled(chunk)) {
      if (answered.has(chunk.requestId)) yield `request ${chunk.requestId} is answered twice`;
      else if (!waiting.delete(chunk.requestId))
        yield `request ${chunk.requestId} is answered and was not asked`;
      answered.add(chunk.requestId);
    }
    if (chunk.type !== "turn_ended") continue;
    for (const requestId of waiting) yield `turn ${chunk.turn} ends while request ${requestId} waits`;
    waiting.clear();
  }
}
