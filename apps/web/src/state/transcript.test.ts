import { type AgentChunk, MessageId } from "@switchyard/core/protocol";
import { foldChunks } from "@switchyard/core/session";
import { expect, test, vi } from "vitest";
import { unwrap } from "solid-js/store";
import { chunk, log, otherLog, session, sessionInfo } from "../testing/fake-bridge.ts";
import { startApp } from "../testing/with-app.ts";
import { createTranscript } from "./transcript.ts";

const messageId = MessageId.parse("message-1");

/** Two turns in eight chunks. */
const all: AgentChunk[] = [
  chunk(1, { type: "turn_started", by: "user" }),
  chunk(2, { type: "user_message", messageId: "message-0", content: "First" }),
  chunk(3, { messageKey: "a" }),
  { ...chunk(4, { type: "turn_ended", isDone: true, stopReason: "end_turn", durationMs: 5 }) },
  { ...chunk(5, { type: "turn_started", by: "user" }), turn: 2 },
  { ...chunk(6, { type: "user_message", messageId, content: "Second" }), turn: 2 },
  { ...chunk(7, { messageKey: "b", content: "Hel" }), turn: 2 },
  { ...chunk(8, { messageKey: "b", content: "lo" }), turn: 2 },
];

async function open(options: { upTo: number; from?: number }) {
  const page = (first: number, last: number) => ({
    chunks: all.filter((one) => one.seq >= first && one.seq <= last),
    open: [],
    firstSeq: first,
    lastSeq: last,
    logId: log,
  });
  const told: unknown[] = [];
  const started = await startApp(
    {
      listSessions: () => ({ sessions: [sessionInfo()] }),
      getSessionHistory: (params) =>
        params["beforeSeq"] === undefined
          ? page(options.from ?? 1, options.upTo)
          : page(1, Number(params["beforeSeq"]) - 1),
      subscribeSession: (params) => ({ lastSeq: Number(params["afterSeq"]), logId: log }),
    },
    (app) =>
      createTranscript(
        app.wire,
        { sessionId: session },
        {
          onUserMessages: (ids) => told.push(...ids),
          onSubscribed: () => told.push("subscribed"),
          onCaughtUp: (missed) => told.push(missed),
        },
      ),
  );
  await vi.waitUntil(() => told.includes("subscribed"));
  return { ...started, state: started.built, told };
}

test("history and what comes live add up to what the whole log adds up to", async () => {
  const { bridge, state, told } = await open({ upTo: 6 });
  expect(state.isLoading()).toBe(false);
  expect(bridge.of("subscribeSession")).toEqual([{ sessionId: session, afterSeq: 6, logId: log }]);
  bridge.emit("agent-chunk", all[6]);
  bridge.emit("agent-chunk", all[7]);
  await vi.waitUntil(() => state.transcript.lastSeq === 8);
  expect(unwrap(state.transcript)).toEqual(foldChunks(all));
  expect(told).toEqual(["message-0", messageId, "subscribed"]);
});

test("an older page goes before what is shown, and what is shown stays the same objects", async () => {
  const { bridge, state } = await open({ from: 5, upTo: 7 });
  bridge.emit("agent-chunk", all[7]);
  await vi.waitUntil(() => state.transcript.lastSeq === 8);
  const shown = state.transcript.sections[0];
  const item = shown?.items[1];
  expect(state.pages.hasOlder).toBe(true);
  await state.pages.loadOlder();
  expect(unwrap(state.transcript)).toEqual(foldChunks(all));
  expect(state.transcript.sections[1]).toBe(shown);
  expect(state.transcript.sections[1]?.items[1]).toBe(item);
  expect(state.pages.hasOlder).toBe(false);
});

test("text goes on in an item that was kept when an older page came", async () => {
  const { bridge, state } = await open({ from: 5, upTo: 7 });
  await state.pages.loadOlder();
  bridge.emit("agent-chunk", all[7]);
  await vi.waitUntil(() => state.transcript.lastSeq === 8);
  expect(state.transcript.sections[1]?.items.at(-1)).toMatchObject({ kind: "message", text: "Hello" });
});

test("two asks for older pages are one", async () => {
  const { bridge, state } = await open({ from: 5, upTo: 8 });
  await Promise.all([state.pages.loadOlder(), state.pages.loadOlder()]);
  expect(bridge.of("getSessionHistory").filter((params) => params["beforeSeq"] !== undefined)).toHaveLength(
    1,
  );
});

test("another log is read from its newest page on, and what it holds is what was missed", async () => {
  const { bridge, state, told } = await open({ upTo: 8 });
  const other = all.slice(0, 4);
  bridge.handlers.getSessionHistory = () => ({
    chunks: other,
    open: [],
    firstSeq: 1,
    lastSeq: 4,
    logId: otherLog,
  });
  bridge.handlers.subscribeSession = (params) =>
    params["logId"] === otherLog
      ? { lastSeq: 4, logId: otherLog }
      : { lastSeq: 4, logId: otherLog, reset: true };
  bridge.drop();
  await vi.waitUntil(() => bridge.of("subscribeSession").at(-1)?.["logId"] === otherLog);
  expect(bridge.of("subscribeSession").at(-1)).toMatchObject({ afterSeq: 4 });
  expect(unwrap(state.transcript)).toEqual(foldChunks(other));
  await vi.waitUntil(() => told.at(-1) === 4 || told.at(-2) === 4);
  bridge.emit("agent-chunk", all[4]);
  await vi.waitUntil(() => state.transcript.lastSeq === 5);
  expect(unwrap(state.transcript)).toEqual(foldChunks(all.slice(0, 5)));
});

test("what was missed during a lost connection comes in order and is counted", async () => {
  const { bridge, state, told } = await open({ upTo: 6 });
  bridge.handlers.subscribeSession = () => ({ lastSeq: 8, logId: log });
  const again = bridge.next("subscribeSession");
  bridge.drop();
  await again;
  bridge.emitBatch([
    { method: "agent-chunk", params: all[6] },
    { method: "agent-chunk", params: all[7] },
  ]);
  await vi.waitUntil(() => state.transcript.lastSeq === 8);
  expect(unwrap(state.transcript)).toEqual(foldChunks(all));
  expect(told.at(-1)).toBe(2);
});

test("a history that can't be read says why", async () => {
  const { built } = await startApp(
    { getSessionHistory: () => ({ refuse: { code: "SESSION_NOT_FOUND", message: "No such session" } }) },
    (app) =>
      createTranscript(
        app.wire,
        { sessionId: session },
        {
          onUserMessages: () => undefined,
          onSubscribed: () => undefined,
          onCaughtUp: () => undefined,
        },
      ),
  );
  await vi.waitUntil(() => !built.isLoading());
  expect(built.error()).toMatchObject({ code: "SESSION_NOT_FOUND" });
});
