import type { ToldConversation, ToldTurn } from "@switchyard/core/backend";
import { foldChunks } from "@switchyard/core/session";
import { expect, test } from "vitest";
import { sessionRecord, testLog } from "../log/test-log.ts";
import { dropIncomplete, writeHistory } from "./write-history.ts";

const AT = Date.parse("2026-11-26T01:00:00Z");

function turn(number: number, some: Partial<ToldTurn> = {}): ToldTurn {
  const at = AT + number * 1000;
  return {
    by: "user",
    startedAt: at,
    endedAt: at + 500,
    events: [
      { at, event: { type: "user_message", content: `prompt ${number}` } },
      {
        at: at + 400,
        event: { type: "agent_message", content: `answer ${number}`, messageKey: `m${number}` },
      },
    ],
    stopReason: "end_turn",
    usage: { inputTokens: 10, outputTokens: 1, costUsd: null },
    ...some,
  };
}

const told = (...turns: ToldTurn[]): ToldConversation => ({ model: null, turns });

test("the log holds the conversation with its own times, each turn begun and ended, and says where it came from", async () => {
  await using test = await testLog();
  const record = sessionRecord();
  const error = { code: "CLI_FAILED", message: "The API failed." };
  await writeHistory(test.log, record, told(turn(1), turn(2, { stopReason: "error", error })));
  const chunks = [...(await test.reopen()).all(record.sessionId)];
  expect(chunks.map(({ type, turn: number, content }) => [type, number, content])).toEqual([
    ["turn_started", 1, ""],
    ["user_message", 1, "prompt 1"],
    ["agent_message", 1, "answer 1"],
    ["turn_ended", 1, ""],
    ["turn_started", 2, ""],
    ["user_message", 2, "prompt 2"],
    ["agent_message", 2, "answer 2"],
    ["turn_ended", 2, "The API failed."],
    ["notice", 0, expect.stringContaining("Taken over from a terminal")],
  ]);
  expect(chunks.slice(0, 4).map(({ at }) => at - AT)).toEqual([1000, 1000, 1400, 1500]);
  expect(foldChunks(chunks).sections.map(({ end }) => end?.stopReason)).toEqual([
    "end_turn",
    "error",
    undefined,
  ]);
  expect(test.log.session(record.sessionId)).toMatchObject({
    isIncomplete: false,
    turn: 2,
    readSeq: 9,
    unread: 0,
    usage: { inputTokens: 20, outputTokens: 2, costUsd: null },
  });
});

test("a text that is longer than a chunk may be is cut, and kept whole aside", async () => {
  await using test = await testLog();
  const record = sessionRecord();
  const content = "x".repeat(600_000);
  const events = [{ at: AT, event: { type: "agent_message" as const, content, messageKey: "m" } }];
  await writeHistory(test.log, record, told(turn(1, { events })));
  const message = [...test.log.all(record.sessionId)].find(({ type }) => type === "agent_message");
  expect(message?.truncated?.bytes).toBe(600_000);
});

test("a disk that takes nothing leaves no session", async () => {
  await using test = await testLog();
  const record = sessionRecord();
  const full = { ...test.log, storage: () => "degraded" as const };
  await expect(writeHistory(full, record, told(turn(1)))).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  expect((await test.reopen()).sessions()).toEqual([]);
});

test("of one that a bridge left half written the next one keeps nothing", async () => {
  await using test = await testLog();
  const whole = sessionRecord();
  const half = sessionRecord({ isIncomplete: true });
  test.log.saveSession(whole);
  test.log.saveSession(half);
  test.log.append(half.sessionId, [{ type: "turn_started", content: "", by: "user" }], { turn: 1, at: AT });
  const log = await test.reopen();
  dropIncomplete(log);
  expect(log.sessions().map(({ sessionId }) => sessionId)).toEqual([whole.sessionId]);
});

test("a long conversation is written in pieces, and is incomplete until the last one", async () => {
  await using test = await testLog();
  const record = sessionRecord();
  const seen = new Set<boolean | undefined>();
  test.log.onCommitted(() => seen.add(test.log.session(record.sessionId)?.isIncomplete));
  await writeHistory(test.log, record, told(...Array.from({ length: 1000 }, (_, index) => turn(index))));
  expect([...seen]).toEqual([true, false]);
  expect(test.log.committedSeq(record.sessionId)).toBe(4001);
});
