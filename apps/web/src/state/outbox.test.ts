import { type Attachment, BlobId, MessageId } from "@switchyard/core/protocol";
import { beforeEach, expect, test, vi } from "vitest";
import { chunk, log, session, sessionInfo } from "../testing/fake-bridge.ts";
import { startApp } from "../testing/with-app.ts";
import { recallHeld } from "./held-messages.ts";
import { makeUpload } from "./outgoing.ts";

const ATTACHED: Attachment = {
  blobId: BlobId.parse("55555555-5555-4555-8555-555555555555"),
  name: "notes.md",
  mediaType: "text/plain",
  bytes: 7,
};

beforeEach(() => localStorage.clear());

/** A page; its bridge answers `sendAgentMessage` as told, or not at all. */
async function open(answers: boolean) {
  const started = await startApp(
    {
      listSessions: () => ({ sessions: [sessionInfo()] }),
      getSessionHistory: () => ({
        chunks: [chunk(1, { type: "turn_started", by: "user" })],
        open: [],
        firstSeq: 1,
        lastSeq: 1,
        logId: log,
      }),
      sendAgentMessage: (params) =>
        answers ? { messageId: MessageId.parse(params["messageId"]), turn: 2 } : "silence",
    },
    (app) => app,
  );
  const { outbox, connection } = started.app;
  await vi.waitUntil(() => connection.link() === "live");
  const close = () => {
    started.wire.close();
    started.bridge[Symbol.dispose]();
  };
  return { ...started, outbox, close };
}

test("a message that no bridge has taken is there after a reload, and is sent once with its id", async () => {
  const before = await open(false);
  before.outbox.send(session, { text: "From the train", mode: "queue", files: [] });
  await vi.waitUntil(() => before.bridge.of("sendAgentMessage").length === 1);
  const sent = before.bridge.of("sendAgentMessage")[0];
  before.close();

  const after = await open(true);
  await vi.waitUntil(() => after.bridge.of("sendAgentMessage").length === 1);
  expect(after.bridge.of("sendAgentMessage")).toEqual([sent]);
  await vi.waitUntil(() => after.outbox.of(session).length === 0);
  expect(recallHeld()).toEqual([]);
});

test("a message that the bridge has taken is kept no longer", async () => {
  const { outbox, bridge } = await open(true);
  outbox.send(session, { text: "Hello", mode: "queue", files: [] });
  expect(recallHeld()).toMatchObject([{ text: "Hello", hasFailed: false }]);
  await vi.waitUntil(() => recallHeld().length === 0);
  expect(bridge.of("sendAgentMessage")).toHaveLength(1);
});

test("one that was refused, or is older than a day, waits for the user after a reload", async () => {
  const first = await open(false);
  first.outbox.send(session, { text: "Old", mode: "queue", files: [] });
  first.close();
  vi.useFakeTimers({ now: Date.now() + 25 * 60 * 60 * 1000, toFake: ["Date"] });
  try {
    const { outbox, bridge } = await open(true);
    expect(outbox.of(session)).toMatchObject([{ text: "Old", state: "failed" }]);
    expect(bridge.of("sendAgentMessage")).toEqual([]);
    outbox.retry(session, outbox.of(session)[0]?.messageId ?? "");
    await vi.waitUntil(() => recallHeld().length === 0);
  } finally {
    vi.useRealTimers();
  }
});

test("what the browser has no room for is not said to be kept", async () => {
  const { outbox } = await open(false);
  outbox.send(session, { text: "x".repeat(2_000_001), mode: "queue", files: [] });
  outbox.send(session, { text: "short", mode: "queue", files: [] });
  expect(outbox.of(session).map((message) => message.isOnlyHere)).toEqual([true, undefined]);
  expect(recallHeld().map((message) => message.text)).toEqual(["short"]);
});

test("what another tab has sent leaves this one", async () => {
  const { outbox } = await open(false);
  outbox.send(session, { text: "Twice open", mode: "queue", files: [] });
  const { messageId } = outbox.of(session)[0] ?? {};
  window.dispatchEvent(new StorageEvent("storage", { key: `switchyard.held.${messageId}`, newValue: null }));
  expect(outbox.of(session)).toEqual([]);
});

test("a message waits for its files and those behind it for it; an upload that fails can be tried again or taken back", async () => {
  const { outbox, bridge } = await open(true);
  const words = () => bridge.of("sendAgentMessage").map((params) => params["message"]);
  const up = Promise.withResolvers<Attachment>();
  const file = makeUpload(new File(["a"], "a.txt"), () => up.promise);
  outbox.send(session, { text: "With a file", mode: "queue", files: [ATTACHED, file] });
  outbox.send(session, { text: "Behind it", mode: "queue", files: [] });
  expect(recallHeld()[0]).toMatchObject({ attachments: [ATTACHED], missing: ["a.txt"] });
  expect(outbox.of(session)[0]).toMatchObject({ uploads: ["a.txt"] });
  const other = { ...ATTACHED, blobId: BlobId.parse(crypto.randomUUID()) };
  up.resolve(other);
  await vi.waitUntil(() => words().length === 2);
  expect(words()).toEqual(["With a file", "Behind it"]);
  expect(bridge.of("sendAgentMessage")[0]).toMatchObject({ attachments: [ATTACHED.blobId, other.blobId] });

  let tries = 0;
  const failing = makeUpload(new File(["a"], "b.txt"), async () => {
    tries += 1;
    if (tries < 3) throw new Error("The disk takes nothing");
    return other;
  });
  outbox.send(session, { text: "Fails", mode: "queue", files: [failing] });
  const failed = () => outbox.of(session).find((message) => message.text === "Fails");
  await vi.waitUntil(() => failed()?.state === "failed");
  outbox.retry(session, failed()?.messageId ?? "");
  await vi.waitUntil(() => tries === 2 && failed()?.state === "failed");
  expect(outbox.discard(session, failed()?.messageId ?? "")).toEqual([failing]);
  expect(words()).not.toContain("Fails");
});

test("a message whose files did not come up before the page went waits for the user", async () => {
  const before = await open(true);
  const file = makeUpload(new File(["a"], "a.txt"), () => new Promise(() => undefined));
  before.outbox.send(session, { text: "Half", mode: "queue", files: [file, ATTACHED] });
  before.close();
  const { outbox, bridge } = await open(true);
  expect(outbox.of(session)).toMatchObject([{ text: "Half", state: "failed", uploads: ["a.txt"] }]);
  outbox.retry(session, outbox.of(session)[0]?.messageId ?? "");
  await vi.waitUntil(() => recallHeld().length === 0);
  expect(bridge.of("sendAgentMessage")).toMatchObject([{ message: "Half", attachments: [ATTACHED.blobId] }]);
});

test("what is no message of ours in the browser's storage is left alone", async () => {
  localStorage.setItem("switchyard.held.x", "{");
  localStorage.setItem("switchyard.held.y", JSON.stringify({ text: 1 }));
  const { outbox } = await open(true);
  expect(outbox.of(session)).toEqual([]);
});
