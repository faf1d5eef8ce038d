import type { AgentChunk, SessionId } from "@switchyard/core/protocol";
import { expect } from "vitest";
import { processesOf, type Yard } from "../integration/yard.ts";

/** Everything that is stored of a session. */
export async function wholeLog(yard: Yard, sessionId: SessionId): Promise<AgentChunk[]> {
  const chunks: AgentChunk[] = [];
  for (let afterSeq = 0; ;) {
    const page = await yard.client.call("getSessionHistory", { sessionId, afterSeq });
    if (page.chunks.length === 0) return chunks;
    chunks.push(...page.chunks);
    afterSeq = page.lastSeq;
  }
}

/** What must hold of any session's log, whatever happened to it. */
export function expectWhole(chunks: readonly AgentChunk[]): void {
  expect(chunks.map((chunk) => chunk.seq)).toEqual(chunks.map((_, index) => index + 1));
  const turns = Map.groupBy(
    chunks.filter((chunk) => chunk.turn > 0),
    (chunk) => chunk.turn,
  );
  expect([...turns.keys()]).toEqual([...turns.keys()].toSorted((a, b) => a - b));
  for (const turn of turns.values()) {
    expect(turn.filter((chunk) => chunk.type === "turn_started")).toEqual([turn[0]]);
    expect(turn.filter((chunk) => chunk.type === "turn_ended")).toEqual([turn.at(-1)]);
  }
  for (const request of chunks) {
    if (request.type !== "permission_request" && request.type !== "question_request") continue;
    const type = request.type === "permission_request" ? "permission_resolved" : "question_resolved";
    const answers = chunks.filter((chunk) => chunk.type === type && chunk.requestId === request.requestId);
    expect(answers).toHaveLength(1);
  }
  const outside = new Set(chunks.filter((chunk) => chunk.turn === 0).map((chunk) => chunk.type));
  expect(["session_started", "notice", "permission_resolved", "question_resolved"]).toEqual(
    expect.arrayContaining([...outside]),
  );
}

/** Ends a session; its log must be whole, nothing of it may live, and the bridge must still answer. */
export async function expectSound(yard: Yard, sessionId: SessionId): Promise<void> {
  await yard.client.call("stopAgentSession", { sessionId });
  expectWhole(await wholeLog(yard, sessionId));
  expect(await processesOf(yard.bridge.home)).toEqual([]);
  const health = await fetch(`http://127.0.0.1:${yard.bridge.port}/healthz`);
  expect(health.status).toBe(200);
}
