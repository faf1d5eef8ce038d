import type { AgentChunk } from "@switchyard/core/protocol";
import { foldChunks, type Item } from "@switchyard/core/session";
import { unwrap } from "solid-js/store";
import { expect, test, vi } from "vitest";
import { chunk, log, session, sessionInfo } from "../testing/fake-bridge.ts";
import { fakeHistory } from "../testing/fake-history.ts";
import { startApp } from "../testing/with-app.ts";
import { MOST_CHUNKS } from "./page-run.ts";
import { createTranscript, type TranscriptState } from "./transcript.ts";

/** Turns of ten chunks: a message of the user, words of the agent in three deltas, a tool that ends. */
function longLog(length: number): AgentChunk[] {
  return Array.from({ length }, (_, at) => {
    const turn = Math.floor(at / 10) + 1;
    return { ...chunk(at + 1, bodyAt(at % 10, turn)), turn };
  });
}

function bodyAt(place: number, turn: number): Record<string, unknown> {
  if (place === 0) return { type: "turn_started", by: "user" };
  if (place === 1) return { type: "user_message", messageId: `m${turn}`, content: `question ${turn}` };
  if (place === 5) {
    const call = { toolCallId: `t${turn}`, name: "Read", kind: "read", title: "Read", input: {} };
    return { type: "tool_call", status: "pending", ...call };
  }
  if (place === 6) return { type: "tool_call_update", toolCallId: `t${turn}`, status: "completed" };
  if (place === 9) return { type: "turn_ended", isDone: true, stopReason: "end_turn", durationMs: 5 };
  return { messageKey: place < 5 ? "a" : "b", content: `${place} ` };
}

async function open(stored: number, options: { startAt?: number } = {}) {
  const chunks = longLog(stored);
  const caughtUp: number[] = [];
  const started = await startApp(
    {
      listSessions: () => ({ sessions: [sessionInfo()] }),
      getSessionHistory: fakeHistory(() => chunks.slice(0, stored)),
      subscribeSession: (params) => ({ lastSeq: Number(params["afterSeq"]), logId: log }),
    },
    (app) =>
      createTranscript(
        app.wire,
        { sessionId: session, startAt: options.startAt },
        {
          onUserMessages: () => undefined,
          onSubscribed: () => undefined,
          onCaughtUp: (missed) => caughtUp.push(missed),
        },
      ),
  );
  const state = started.built;
  await vi.waitUntil(() => started.bridge.of("subscribeSession").length > 0);
  return { ...started, chunks, state, caughtUp };
}

/** What a part of the log adds up to, as the whole has it. */
function expectPartOf(state: TranscriptState, chunks: readonly AgentChunk[]): void {
  const shown = unwrap(state.pages.shown);
  const whole = foldChunks(chunks.slice(0, shown.lastSeq));
  const items = new Map(itemsOf(whole.sections).map((item) => [item.id, item]));
  const first = shown.firstSeq;
  expect(itemsOf(shown.sections)).toEqual(itemsOf(shown.sections).map((item) => items.get(item.id)));
  expect(shown.lastSeq - first + 1).toBeLessThanOrEqual(MOST_CHUNKS + 500);
}

function itemsOf(sections: readonly { items: readonly Item[] }[]): Item[] {
  return sections.flatMap((section) => section.items);
}

test("a log scrolled through to its beginning and back is held in part alone, and every part is right", async () => {
  const { state, chunks, bridge } = await open(8_000);
  const { pages } = state;
  pages.follow(false);
  let most = 0;
  while (pages.hasOlder) {
    await pages.loadOlder();
    most = Math.max(most, pages.shown.lastSeq - pages.shown.firstSeq + 1);
    expectPartOf(state, chunks);
  }
  expect(pages.shown.firstSeq).toBe(1);
  expect(pages.hasNewer).toBe(true);
  expect(most).toBeLessThanOrEqual(MOST_CHUNKS);
  while (pages.hasNewer) {
    const before = pages.shown.lastSeq;
    await pages.loadNewer();
    expect(pages.shown.lastSeq).toBeGreaterThan(before);
    expectPartOf(state, chunks);
  }
  expect(pages.shown.lastSeq).toBe(8_000);
  expect(bridge.of("getSessionHistory").length).toBeLessThan(80);
});

test("what comes while the user reads elsewhere is counted, kept for the end, and put into no hole", async () => {
  const { state, bridge } = await open(5_000);
  const { pages } = state;
  await expect(pages.showAround(1_002)).resolves.toBe(true);
  expect(pages.itemAt(1_002)).toMatchObject({ turn: 101 });
  const seen = pages.shown.lastSeq;
  bridge.emit("agent-chunk", { ...chunk(5_001, { type: "turn_started", by: "user" }), turn: 501 });
  bridge.emit("agent-chunk", { ...chunk(5_002, { messageKey: "z", content: "new" }), turn: 501 });
  await vi.waitUntil(() => pages.came === 1);
  expect(pages.shown.lastSeq).toBe(seen);
  expect(state.transcript.lastSeq).toBe(5_002);
  pages.showEnd();
  expect(pages.hasNewer).toBe(false);
  expect(pages.shown.sections.at(-1)?.items).toMatchObject([{ kind: "message", text: "new" }]);
});

test("the beginning is one page, and a chunk that is not there changes nothing", async () => {
  const { state } = await open(5_000);
  await state.pages.showStart();
  expect(state.pages.shown.firstSeq).toBe(1);
  expect(state.pages.hasOlder).toBe(false);
  const { lastSeq } = state.pages.shown;
  await expect(state.pages.showAround(9_999)).resolves.toBe(false);
  expect(state.pages.shown.lastSeq).toBe(lastSeq);
});

test("a reader at the end forgets what is far above, however much comes", async () => {
  const { state, bridge, chunks } = await open(100);
  const more = longLog(10_000);
  for (let from = 100; from < more.length; from += 500) {
    const batch = more.slice(from, from + 500);
    bridge.emitBatch(batch.map((params) => ({ method: "agent-chunk", params })));
    await vi.waitUntil(() => state.transcript.lastSeq === batch.at(-1)?.seq);
    expect(state.transcript.lastSeq - state.transcript.firstSeq).toBeLessThanOrEqual(MOST_CHUNKS + 1_000);
  }
  expect(chunks).toHaveLength(100);
  expect(state.pages.hasNewer).toBe(false);
  expect(state.pages.hasOlder).toBe(true);
  const whole = new Map(itemsOf(foldChunks(more).sections).map((item) => [item.id, item]));
  for (const item of itemsOf(unwrap(state.transcript).sections)) expect(item).toEqual(whole.get(item.id));
});

test("a reader further up stays where they are, however much comes", async () => {
  const { state, bridge } = await open(100);
  state.pages.follow(false);
  const more = longLog(6_000);
  for (let from = 100; from < more.length; from += 500) {
    const batch = more.slice(from, from + 500);
    bridge.emitBatch(batch.map((params) => ({ method: "agent-chunk", params })));
    await vi.waitUntil(() => state.transcript.lastSeq === batch.at(-1)?.seq);
    expect(state.pages.shown.firstSeq).toBe(1);
  }
  expect(state.pages.hasNewer).toBe(true);
  expect(state.pages.shown.lastSeq).toBeLessThan(6_000);
});

test("a view that starts at a chunk shows it at once, and the newest part is there too", async () => {
  const { state } = await open(5_000, { startAt: 2_345 });
  expect(state.pages.itemAt(2_345)).toBeDefined();
  expect(state.transcript.lastSeq).toBe(5_000);
});
