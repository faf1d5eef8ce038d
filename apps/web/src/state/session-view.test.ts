import { MessageId } from "@switchyard/core/protocol";
import { beforeEach, expect, test, vi } from "vitest";
import { chunk, log, session, sessionInfo } from "../testing/fake-bridge.ts";
import { startApp } from "../testing/with-app.ts";
import { createSessionView } from "./create-session-view.ts";

beforeEach(() => localStorage.clear());

async function open() {
  const info = sessionInfo({ unread: 2 });
  const started = await startApp(
    {
      listSessions: () => ({ sessions: [info] }),
      getSessionHistory: () => ({
        chunks: [chunk(1, { type: "turn_started", by: "user" })],
        open: [],
        firstSeq: 1,
        lastSeq: 1,
        logId: log,
      }),
      subscribeSession: () => ({ lastSeq: 1, logId: log }),
      sendAgentMessage: (params) => ({ messageId: MessageId.parse(params["messageId"]), turn: 2 }),
    },
    (app) => createSessionView(app, () => app.sessions.get(session) ?? info),
  );
  const view = started.built;
  await vi.waitUntil(() => !view.loading);
  await vi.waitUntil(() => started.bridge.of("listQueuedMessages").length > 0);
  return { ...started, view };
}

test("a sent message shows at once, and goes when the transcript has it", async () => {
  const { bridge, view } = await open();
  view.send("Go on");
  expect(view.pending).toMatchObject([{ text: "Go on", state: "sent", mode: "queue" }]);
  const messageId = view.pending[0]?.messageId;
  bridge.emit("agent-chunk", chunk(2, { type: "user_message", messageId, content: "Go on" }));
  await vi.waitUntil(() => view.pending.length === 0);
  expect(view.transcript.sections[0]?.items.at(-1)).toMatchObject({ kind: "user", text: "Go on" });
});

test("a message that waits in the bridge's queue is shown there and not twice", async () => {
  const { bridge, view } = await open();
  view.send("Later");
  const messageId = view.pending[0]?.messageId;
  bridge.emit("queue-changed", {
    sessionId: session,
    queue: [{ messageId, message: "Later", at: 5, held: false }],
  });
  await vi.waitUntil(() => view.queue.length === 1);
  expect(view.pending).toEqual([]);
});

test("a message that was refused keeps its text and is sent again with the same id", async () => {
  const { bridge, view } = await open();
  bridge.handlers.sendAgentMessage = () => ({
    refuse: { code: "STORAGE_FAILED", message: "The disk is full" },
  });
  view.send("Keep me");
  await vi.waitUntil(() => view.pending[0]?.state === "failed");
  expect(view.pending[0]).toMatchObject({ text: "Keep me", error: { message: "The disk is full" } });
  const messageId = view.pending[0]?.messageId ?? "";
  bridge.handlers.sendAgentMessage = () => ({ messageId: MessageId.parse(messageId) });
  view.retry(messageId);
  expect(view.pending[0]).toMatchObject({ messageId, state: "sent" });
  await vi.waitUntil(() => bridge.of("sendAgentMessage").length === 2);
  expect(new Set(bridge.of("sendAgentMessage").map((params) => params["messageId"]))).toEqual(
    new Set([messageId]),
  );
});

test("a message written while the connection is away is held and sent once", async () => {
  const { bridge, view } = await open();
  bridge.drop();
  await vi.waitUntil(() => view.connection === "reconnecting");
  view.send("From the train");
  expect(view.pending).toMatchObject([{ state: "held" }]);
  await vi.waitUntil(() => view.pending[0]?.state === "sent");
  expect(bridge.of("sendAgentMessage")).toHaveLength(1);
});

test("a folder that must be trusted first is a question, and its answer sends what was refused", async () => {
  const { bridge, view } = await open();
  const question = {
    cwd: "/home/ada/app",
    hash: "h1",
    brings: [{ file: ".mcp.json", kind: "servers", detail: ["db"] }],
  };
  bridge.handlers.sendAgentMessage = () => ({ refuse: { code: "FOLDER_NOT_TRUSTED", data: question } });
  bridge.handlers.trustFolder = () => ({});
  view.send("Go on");
  await vi.waitUntil(() => view.trustQuestion() !== null);
  expect(view.trustQuestion()).toEqual(question);
  bridge.handlers.sendAgentMessage = (params) => ({ messageId: MessageId.parse(params["messageId"]) });
  await view.trust();
  expect(bridge.of("trustFolder")).toEqual([{ cwd: "/home/ada/app", hash: "h1" }]);
  expect(view.trustQuestion()).toBeNull();
  await vi.waitUntil(() => bridge.of("sendAgentMessage").length === 2);
});

test("what is on screen is told to be read", async () => {
  const { bridge } = await open();
  await vi.waitUntil(() => bridge.of("markSessionRead").length > 0, { timeout: 3000 });
  expect(bridge.of("markSessionRead")[0]).toEqual({ sessionId: session, seq: 1 });
});

test("a text that was cut is read to its end", async () => {
  const { bridge, view } = await open();
  bridge.handlers.readBlob = (params) =>
    params["offset"] === 0 ? { content: "ab", nextOffset: 2 } : { content: "cd" };
  await expect(view.readBlob("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0d01")).resolves.toBe("abcd");
});

test("the error output is kept, and starts anew with each subscription", async () => {
  const { bridge, view } = await open();
  bridge.emit("agent-stderr", { sessionId: session, line: "one" });
  await vi.waitUntil(() => view.stderr.length === 1);
  const again = bridge.next("subscribeSession");
  bridge.drop();
  await again;
  bridge.emit("agent-stderr", { sessionId: session, line: "one" });
  bridge.emit("agent-stderr", { sessionId: session, line: "two" });
  await vi.waitUntil(() => view.stderr.length === 2);
  expect(view.stderr).toEqual(["one", "two"]);
});
