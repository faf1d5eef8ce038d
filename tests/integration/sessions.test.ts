import { MessageId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { lender } from "./lent-yard.ts";
import { processesOf, startYard } from "./yard.ts";

const lendYard = lender();

test("three sessions run side by side and no text lands in the wrong one", async () => {
  await using yard = await lendYard();
  const names = ["alpha", "beta", "gamma"];
  const ids = await Promise.all(
    names.map((name) =>
      yard.start({ prompt: `[[say I am ${name}.]] [[slow 40 every 5ms]] [[say ${name} is done.]]` }),
    ),
  );
  await Promise.all(ids.map((id) => yard.ended(id, 1)));
  for (const [index, id] of ids.entries()) {
    const text = yard.text(id, 1);
    expect(text.startsWith(`I am ${names[index]}.`)).toBe(true);
    expect(text.endsWith(`${names[index]} is done.`)).toBe(true);
    for (const other of names.filter((name) => name !== names[index])) expect(text).not.toContain(other);
  }
  const chunks = yard.client.received("agent-chunk").filter((chunk) => chunk.sessionId === ids[0]);
  expect(chunks.map((chunk) => chunk.seq)).toEqual(chunks.map((_, index) => index + 1));
});

test("a follow-up goes to the living process, and it remembers", async () => {
  await using yard = await lendYard();
  const id = await yard.start({ prompt: "my word is plum" });
  await yard.ended(id, 1);
  const before = await processesOf(yard.bridge.home);
  const end = await yard.say(id, "[[remember]]");
  expect(end.stopReason).toBe("end_turn");
  expect(yard.text(id, 2)).toContain("my word is plum");
  expect(await processesOf(yard.bridge.home)).toEqual(before);
  expect(yard.client.received("agent-chunk").filter((each) => each.type === "session_started")).toHaveLength(
    1,
  );
});

test("a second client that comes late sees the same chunks, and both see the rest live", async () => {
  await using yard = await lendYard();
  const id = await yard.start({ prompt: "[[say first half]] [[hang]] [[say second half]]" });
  await yard.api.untilHolding(1);
  const second = await yard.bridge.connect();
  const { lastSeq } = await second.call("subscribeSession", { sessionId: id, afterSeq: 0 });
  expect(lastSeq).toBeGreaterThan(0);
  yard.api.release();
  await yard.ended(id, 1);
  const seen = await second.chunks(id, (chunks) => chunks.some((chunk) => chunk.type === "turn_ended"));
  expect(seen).toEqual(yard.client.received("agent-chunk"));
});

test("interrupt ends the turn and the session goes on in the same conversation", async () => {
  await using yard = await lendYard();
  const id = await yard.start({ prompt: "[[say begin]] [[hang]]" });
  await yard.api.untilHolding(1);
  await yard.client.call("interruptAgentSession", { sessionId: id });
  const end = await yard.ended(id, 1);
  expect(end).toMatchObject({ stopReason: "interrupted", isDone: true });
  expect(end.error).toBeUndefined();
  expect((await yard.say(id, "[[remember]]")).stopReason).toBe("end_turn");
  expect(yard.text(id, 2)).toContain("begin");
  await yard.client.call("interruptAgentSession", { sessionId: id });
});

test("a message during a turn waits in the queue and goes when the turn has ended", async () => {
  await using yard = await lendYard();
  const id = await yard.start({ prompt: "[[hang]]" });
  await yard.api.untilHolding(1);
  const sent = await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[say second]]" });
  expect(sent.turn).toBeUndefined();
  const { queue } = await yard.client.call("listQueuedMessages", { sessionId: id });
  expect(queue).toMatchObject([{ messageId: sent.messageId, message: "[[say second]]", held: false }]);
  yard.api.release();
  await yard.ended(id, 2);
  expect(yard.text(id, 2)).toBe("second");
  expect((await yard.client.call("listQueuedMessages", { sessionId: id })).queue).toEqual([]);
});

test("an interrupt holds the queue; a message with mode now interrupts and goes first", async () => {
  await using yard = await lendYard();
  const id = await yard.start({ prompt: "[[hang]]" });
  await yard.api.untilHolding(1);
  await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[say later]]" });
  await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[say at once]]", mode: "now" });
  await yard.ended(id, 2);
  expect((await yard.ended(id, 1)).stopReason).toBe("interrupted");
  expect(yard.text(id, 2)).toBe("at once");
  await yard.ended(id, 3);
  expect(yard.text(id, 3)).toBe("later");
});

test("a messageId is taken once", async () => {
  await using yard = await lendYard();
  const id = await yard.start({ prompt: "[[say one]]" });
  await yard.ended(id, 1);
  const message = { sessionId: id, message: "[[say two]]", messageId: MessageId.parse("m-1") };
  const first = await yard.client.call("sendAgentMessage", message);
  const again = await yard.client.call("sendAgentMessage", message);
  expect(again.messageId).toBe(first.messageId);
  await yard.ended(id, 2);
  expect((await yard.say(id, "[[say three]]")).turn).toBe(3);
});

test("stop ends everything the session started, its history stays, and resume goes on", async () => {
  await using yard = await lendYard();
  const id = await yard.start({ prompt: "[[background touch started && sleep 60]] [[say it runs]]" });
  const request = await yard.chunk(id, "permission_request");
  await yard.client.call("approveSuggestion", {
    sessionId: id,
    requestId: request.requestId,
    decision: "allow_once",
  });
  await yard.ended(id, 1);
  expect((await processesOf(yard.bridge.home)).length).toBeGreaterThan(1);
  await yard.client.call("stopAgentSession", { sessionId: id });
  expect(await processesOf(yard.bridge.home)).toEqual([]);
  expect((await yard.client.call("listActiveSessions", {})).sessions).toEqual([]);
  expect((await yard.client.call("getActiveSessionId", {})).sessionId).toBeNull();
  const refused = await yard.client.refusal("sendAgentMessage", { sessionId: id, message: "hello" });
  expect(refused.code).toBe("SESSION_ENDED");
  await yard.client.call("resumeSession", { sessionId: id });
  expect((await yard.say(id, "[[remember]]")).stopReason).toBe("end_turn");
  expect(yard.text(id, 2)).toContain("it runs");
});

test("stop in mid-turn ends the turn as interrupted, as its last chunk", async () => {
  await using yard = await lendYard();
  const id = await yard.start({ prompt: "[[hang]]" });
  await yard.api.untilHolding(1);
  await yard.client.call("terminateSession", { sessionId: id });
  const { chunks } = await yard.client.call("getSessionHistory", { sessionId: id });
  expect(chunks.at(-1)).toMatchObject({ type: "turn_ended", stopReason: "interrupted", turn: 1 });
  expect(await processesOf(yard.bridge.home)).toEqual([]);
});

test("the bridge's end ends all sessions' processes and exits 0; its next life has every chunk", async () => {
  await using yard = await startYard();
  const id = await yard.start({ prompt: "[[say kept]]" });
  await yard.ended(id, 1);
  await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[hang]]" });
  await yard.api.untilHolding(1);
  expect(await yard.bridge.end("SIGTERM")).toEqual({ code: 0, signal: null });
  expect(await processesOf(yard.bridge.home)).toEqual([]);

  await using next = await startYard({ home: yard.bridge.home, env: yard.api.env(yard.configDir) });
  const { chunks } = await next.client.call("getSessionHistory", { sessionId: id });
  expect(chunks.at(-1)).toMatchObject({ type: "turn_ended", stopReason: "process_exit", turn: 2 });
  const { sessions } = await next.client.call("listActiveSessions", {});
  expect(sessions).toMatchObject([{ sessionId: id, status: "failed", process: "none" }]);
  // The session is to be looked at, but neither persona nor backend failed.
  expect((await next.client.call("getOutcomes", {})).rows).toMatchObject([{ turns: 2, failures: 0 }]);
  await next.client.call("subscribeSession", { sessionId: id, afterSeq: 0 });
  await next.say(id, "[[remember]]");
  expect(next.text(id, 3)).toContain("[[say kept]]");
});

test("a bridge that was killed closes what was open when it starts again", async () => {
  await using yard = await startYard();
  const id = await yard.start({ prompt: "[[bash touch made.txt]]" });
  const request = await yard.chunk(id, "permission_request");
  const options = ["A", "B"].map((label) => ({ label, description: label }));
  const question = { question: "Which?", header: "Which", options, multiSelect: false };
  const form = JSON.stringify({ questions: [question] });
  const asking = await yard.start({ prompt: `[[tool AskUserQuestion ${form}]]` });
  const { requestId: formId, toolCallId } = await yard.chunk(asking, "question_request");
  await yard.bridge.end("SIGKILL");

  await using next = await startYard({ home: yard.bridge.home, env: yard.api.env(yard.configDir) });
  expect(await processesOf(yard.bridge.home)).toEqual([]);
  const { chunks } = await next.client.call("getSessionHistory", { sessionId: id });
  expect(chunks.slice(-3)).toMatchObject([
    { type: "permission_resolved", requestId: request.requestId, decision: "cancelled", by: "session_end" },
    { type: "tool_call_update", toolCallId: request.toolCallId, status: "failed" },
    { type: "turn_ended", stopReason: "process_exit" },
  ]);
  const asked = await next.client.call("getSessionHistory", { sessionId: asking });
  expect(asked.chunks.slice(-3)).toMatchObject([
    { type: "question_resolved", requestId: formId, outcome: "cancelled", by: "session_end" },
    { type: "tool_call_update", toolCallId, status: "failed" },
    { type: "turn_ended", stopReason: "process_exit" },
  ]);
  expect((await next.client.call("listRequests", {})).requests).toEqual([]);
  await next.client.call("subscribeSession", { sessionId: asking, afterSeq: 0 });
  expect((await next.say(asking, "[[say I go on]]")).stopReason).toBe("end_turn");
  const answer = { sessionId: id, requestId: request.requestId, decision: "allow_once" } as const;
  const late = await next.client.refusal("approveSuggestion", answer);
  expect(late).toMatchObject({ code: "ALREADY_ANSWERED", data: { by: "session_end" } });
  await next.bridge.end();
  await using third = await startYard({ home: yard.bridge.home, env: yard.api.env(yard.configDir) });
  const later = await third.client.refusal("approveSuggestion", answer);
  expect(later).toMatchObject({ code: "ALREADY_ANSWERED", data: { by: "session_end" } });
});

test("what is queued is told as held after an interrupt, and as waiting again when the next turn runs", async () => {
  await using yard = await lendYard();
  const id = await yard.start({ prompt: "[[hang]]" });
  await yard.api.untilHolding(1);
  await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[say later]]" });
  await yard.client.call("interruptAgentSession", { sessionId: id });
  await yard.client.until("queue-changed", ({ queue }) => queue[0]?.held === true);
  await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[hang]]" });
  await yard.api.untilHolding(1);
  expect(yard.client.received("queue-changed").at(-1)?.queue).toMatchObject([{ held: false }]);
  yard.api.release();
  await yard.ended(id, 3);
  expect(yard.text(id, 3)).toBe("later");
});
