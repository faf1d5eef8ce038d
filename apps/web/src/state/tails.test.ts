import type { AgentChunk, SessionId } from "@switchyard/core/protocol";
import type { Transcript } from "@switchyard/core/session";
import { createEffect, createRoot } from "solid-js";
import { expect, onTestFinished, test, vi } from "vitest";
import { chunk, log, otherLog, session, sessionInfo } from "../testing/fake-bridge.ts";
import { fakeHistory } from "../testing/fake-history.ts";
import { startBridge } from "../testing/with-app.ts";
import { createTails } from "./tails.ts";

const other = sessionInfo({ sessionId: "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02" }).sessionId;

/** All the words of a tail, and how many items it holds. */
function read(transcript: Transcript) {
  const items = transcript.sections.flatMap((section) => section.items);
  return {
    items: items.length,
    said: items.map((item) => (item.kind === "message" ? item.text : "")).join(""),
    lastSeq: transcript.lastSeq,
  };
}

function watch(logs: Record<string, AgentChunk[]>) {
  const of = (params: Record<string, unknown>) => logs[String(params["sessionId"])] ?? [];
  const { bridge, wire } = startBridge({
    getSessionHistory: (params) => fakeHistory(() => of(params))(params),
    subscribeSession: (params) => ({ lastSeq: of(params).length, logId: log }),
  });
  return createRoot((dispose) => {
    onTestFinished(dispose);
    const tails = createTails(wire, read);
    return { bridge, tails };
  });
}

const told = (sessionId: SessionId, seq: number, values: Record<string, unknown> = {}) => ({
  ...chunk(seq, { messageKey: `m${seq}`, ...values }),
  sessionId,
});

test("what comes in several sessions is shown in one go, and a long run is cut to its end", async () => {
  const { bridge, tails } = watch({ [session]: [told(session, 1)], [other]: [told(other, 1)] });
  const [one, two] = [tails.watch(session), tails.watch(other)];
  await vi.waitFor(() => expect(bridge.of("subscribeSession")).toHaveLength(2));
  let updates = 0;
  createRoot((dispose) => {
    onTestFinished(dispose);
    createEffect(() => {
      one.shown();
      two.shown();
      updates += 1;
    });
  });
  expect(updates).toBe(1);
  bridge.emitBatch(
    Array.from({ length: 900 }, (_, at) => [session, other].map((id) => told(id, at + 2)))
      .flat()
      .map((params) => ({ method: "agent-chunk", params })),
  );
  await vi.waitFor(() => expect(two.shown()?.lastSeq).toBe(901));
  expect(one.shown()?.said.slice(-30)).toMatch(/ 900 901 $/);
  // Of 901 messages some are kept, not all: twenty tails of a day's work stay small.
  expect(one.shown()?.items).toBeGreaterThan(50);
  expect(one.shown()?.items).toBeLessThan(130);
  expect(updates).toBe(2);
});

test("a text is never cut, however many parts it came in", async () => {
  const { bridge, tails } = watch({ [session]: [chunk(1)] });
  const tail = tails.watch(session);
  await vi.waitFor(() => expect(bridge.of("subscribeSession")).toHaveLength(1));
  const params = Array.from({ length: 1200 }, (_, at) => chunk(at + 2));
  bridge.emitBatch(params.map((one) => ({ method: "agent-chunk", params: one })));
  await vi.waitFor(() => expect(tail.shown()?.lastSeq).toBe(1201));
  expect(tail.shown()?.said.startsWith("1 2 3 ")).toBe(true);
});

test("another log is read anew, and one that could not be read is tried with the next connection", async () => {
  const { bridge, tails } = watch({ [session]: [told(session, 1)] });
  bridge.handlers.getSessionHistory = () => ({ refuse: { code: "STORAGE_FAILED" } });
  const tail = tails.watch(session);
  await vi.waitFor(() => expect(tail.isFailed()).toBe(true));
  const logs = [told(session, 1), told(session, 2)];
  bridge.handlers.getSessionHistory = fakeHistory(() => logs);
  bridge.drop();
  await vi.waitFor(() => expect(tail.shown()?.said).toBe("1 2 "));
  expect(tail.isFailed()).toBe(false);

  await vi.waitFor(() => expect(bridge.of("subscribeSession")).toHaveLength(1));
  const anew = fakeHistory(() => [told(session, 1, { content: "anew" })]);
  bridge.handlers.getSessionHistory = (params) => ({ ...anew(params), logId: otherLog });
  bridge.handlers.subscribeSession = ({ logId }) => ({
    lastSeq: 1,
    logId: otherLog,
    ...(logId === otherLog ? {} : { reset: true }),
  });
  bridge.drop();
  await vi.waitFor(() => expect(tail.shown()?.said).toBe("anew"));
  tail.end();
});
