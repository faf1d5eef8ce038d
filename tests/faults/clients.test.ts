import { MessageId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { startCliYard } from "./cli-yard.ts";
import { expectSound, wholeLog } from "./whole-log.ts";

test("a message that two tabs send with one id is said once, and both see the same", async () => {
  await using yard = await startCliYard();
  const sessionId = await yard.start({ prompt: "[[words 3]]" });
  await yard.ended(sessionId, 1);
  const other = await yard.bridge.connect();
  await other.call("subscribeSession", { sessionId, afterSeq: 0 });
  const messageId = MessageId.parse("held-while-offline");
  const send = { sessionId, messageId, message: "once [[words 3]]" };
  await Promise.all(
    [yard.client, other, yard.client, other].map((tab) => tab.call("sendAgentMessage", send)),
  );
  await yard.ended(sessionId, 2);
  const log = await wholeLog(yard, sessionId);
  expect(log.filter(({ type }) => type === "user_message")).toHaveLength(2);
  const seen = await other.chunks(sessionId, (chunks) => chunks.length === log.length);
  expect(seen).toEqual(log);
  await expectSound(yard, sessionId);
});

test("a request outlives the sockets of those who saw it, is shown to who comes, and is answered once", async () => {
  await using yard = await startCliYard();
  const sessionId = await yard.start({ prompt: "[[ask]] [[words 2]]" });
  const { requestId } = await yard.chunk(sessionId, "permission_request");
  yard.client.close();
  await yard.client.closed;

  const [first, second] = await Promise.all([yard.bridge.connect(), yard.bridge.connect()]);
  const { sessions } = await first.call("listActiveSessions", {});
  expect(sessions).toMatchObject([{ status: "running", pendingApprovals: 1 }]);
  for (const client of [first, second]) {
    await client.call("subscribeSession", { sessionId, afterSeq: 0 });
    await client.chunks(sessionId, (chunks) => chunks.some(({ type }) => type === "permission_request"));
  }
  const answers = await Promise.allSettled(
    [first, second].map((client) =>
      client.call("approveSuggestion", { sessionId, requestId, decision: "allow_once" }),
    ),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(answers.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "ALREADY_ANSWERED", data: { by: "user" } },
  });
  await first.chunks(sessionId, (chunks) => chunks.at(-1)?.type === "turn_ended");
  const resolved = (await first.call("getSessionHistory", { sessionId })).chunks.filter(
    ({ type }) => type === "permission_resolved",
  );
  expect(resolved).toMatchObject([{ requestId, decision: "allow_once", by: "user" }]);
});

test("a request that waits when the bridge is killed is closed, cannot be answered late, and the queue waits", async () => {
  await using yard = await startCliYard();
  const sessionId = await yard.start({ prompt: "[[ask]] [[words 2]]" });
  const { requestId } = await yard.chunk(sessionId, "permission_request");
  const { messageId } = await yard.client.call("sendAgentMessage", {
    sessionId,
    message: "later [[words 1]]",
  });
  // Answers come in their order: what was asked before this is stored.
  await yard.client.call("listQueuedMessages", { sessionId });
  await yard.client.until("queue-changed", ({ queue }) => queue.length === 1);
  await yard.bridge.end("SIGKILL");

  await using next = await startCliYard({ home: yard.bridge.home });
  const log = await wholeLog(next, sessionId);
  expect(log.slice(-3)).toMatchObject([
    { type: "permission_resolved", requestId, decision: "cancelled", by: "session_end" },
    { type: "tool_call_update", status: "failed", output: "Not run." },
    { type: "turn_ended", stopReason: "process_exit", error: { code: "BRIDGE_ENDED" } },
  ]);
  const late = await next.client.refusal("approveSuggestion", {
    sessionId,
    requestId,
    decision: "allow_once",
  });
  expect(late.code).toBe("ALREADY_ANSWERED");
  const { queue } = await next.client.call("listQueuedMessages", { sessionId });
  expect(queue).toMatchObject([{ messageId, held: true }]);
  await expectSound(next, sessionId);
});
