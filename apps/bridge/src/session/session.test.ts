import type { AgentEvent } from "@switchyard/core/backend";
import { type AgentChunk, MessageId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { makeStage } from "./puppet.testkit.ts";
import { makeStartGate } from "./start-gate.ts";

const ended = (turn: number) => (chunks: readonly AgentChunk[]) =>
  chunks.some((chunk) => chunk.type === "turn_ended" && chunk.turn === turn);

const opened = (permissionMode: "default" | "plan" = "default"): AgentEvent => ({
  type: "session_started",
  content: "",
  cliSessionId: "c-1",
  model: "m",
  cwd: "/",
  cliVersion: "1",
  permissionMode,
});
const says = (content: string): AgentEvent => ({ type: "agent_message", content, messageKey: "m1" });
const hasWaited = (chunks: readonly AgentChunk[]) =>
  chunks.some((chunk) => chunk.type === "notice" && chunk.code === "waited");
const endTurn: AgentEvent = { type: "turn_ended", content: "", stopReason: "end_turn" };

test("a prompt is written only after the turn is in the log", async () => {
  await using stage = await makeStage();
  const { turn } = stage.session.send("hello");
  expect(turn).toBe(1);
  const puppet = await stage.puppet(1);
  expect([...stage.log.all(stage.session.record.sessionId)].map((chunk) => chunk.type)).toEqual([
    "turn_started",
    "user_message",
  ]);
  puppet.says({ events: [opened(), says("hi"), says(" there"), endTurn], state: "idle" });
  const chunks = await stage.until(ended(1));
  expect(chunks.map((chunk) => [chunk.type, chunk.content])).toEqual([
    ["turn_started", ""],
    ["user_message", "hello"],
    ["session_started", ""],
    ["agent_message", "hi there"],
    ["turn_ended", ""],
  ]);
  expect(stage.session.record.cliSessionId).toBe("c-1");
});

test("a permission mode that is not the session's ends the process and the turn, with a notice", async () => {
  await using stage = await makeStage({ record: { permissionMode: "plan" } });
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  puppet.says({ events: [opened("default"), says("I already began")], writes: ["more"] });
  const chunks = await stage.until(ended(1));
  expect(chunks.find((chunk) => chunk.type === "notice")).toMatchObject({
    code: "mode_differs",
    level: "error",
  });
  expect(chunks.at(-1)).toMatchObject({ type: "turn_ended", stopReason: "error" });
  expect(puppet.isKilled).toBe(true);
  expect(puppet.written).not.toContain("more");
  expect(stage.session.isRunning()).toBe(false);
});

test("while a mode is being changed the old one is no fault, after the turn it is", async () => {
  await using stage = await makeStage();
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  puppet.says({ events: [opened("default"), says("a")] });
  await stage.until((chunks) => chunks.some((chunk) => chunk.type === "agent_message"));
  stage.session.setPermissionMode("plan");
  puppet.says({
    events: [{ type: "mode", permissionMode: "default", content: "default" }, endTurn],
    state: "idle",
  });
  await stage.until(ended(1));
  expect(puppet.isKilled).toBe(false);
  stage.session.send("again");
  puppet.says({ events: [{ type: "mode", permissionMode: "default", content: "default" }] });
  expect((await stage.until(ended(2))).at(-1)).toMatchObject({ stopReason: "error" });
});

test("a mode and a model that are chosen while a start is prepared are told before the prompt", async () => {
  await using stage = await makeStage({
    locating() {
      stage.session.setPermissionMode("plan");
      stage.session.setModel("another");
    },
  });
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  await expect
    .poll(() => puppet.intents)
    .toEqual([
      { type: "set_mode", permissionMode: "plan" },
      { type: "set_model", model: "another" },
      { type: "prompt", text: "hello", messageId: expect.any(String) },
    ]);
  expect(puppet.input).toMatchObject({ permissionMode: "default" });
});

test("an interrupt that the CLI does not hear ends the process, and the turn as interrupted", async () => {
  await using stage = await makeStage({ deadlines: { interrupt: 1 } });
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  puppet.says({ events: [opened(), says("a")] });
  await stage.until((chunks) => chunks.some((chunk) => chunk.type === "agent_message"));
  await stage.session.interrupt();
  expect(puppet.intents.map((intent) => intent.type)).toEqual(["prompt", "interrupt"]);
  expect(puppet.isKilled).toBe(true);
  expect((await stage.until(ended(1))).at(-1)).toMatchObject({ stopReason: "interrupted", isDone: true });
});

test("an interrupt wins over whatever the CLI reports for the turn", async () => {
  await using stage = await makeStage();
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  puppet.says({ events: [opened()] });
  await stage.until((chunks) => chunks.some((chunk) => chunk.type === "session_started"));
  const interrupted = stage.session.interrupt();
  const error = { code: "CLI_FAILED", message: "aborted" };
  puppet.says({ events: [{ type: "turn_ended", content: "", stopReason: "error", error }], state: "idle" });
  await interrupted;
  const end = (await stage.until(ended(1))).at(-1);
  expect(end).toMatchObject({ stopReason: "interrupted" });
  expect(end).not.toHaveProperty("error");
});

test("a message that was to go at once and is withdrawn lets no other go in its place", async () => {
  await using stage = await makeStage();
  stage.session.send("one");
  const puppet = await stage.puppet(1);
  puppet.says({ events: [opened()] });
  await stage.until((chunks) => chunks.some((chunk) => chunk.type === "session_started"));
  stage.session.send("two");
  const { messageId } = stage.session.send("three", { mode: "now" });
  expect(stage.session.withdraw(messageId)).toBe(true);
  puppet.says({ events: [endTurn], state: "idle" });
  await stage.until(ended(1));
  expect(stage.session.isRunning()).toBe(false);
  expect(stage.session.record.queueHeld).toBe(true);
});

test("a message that comes before the process is there is interrupted at once", async () => {
  await using stage = await makeStage();
  stage.session.send("hello");
  await stage.session.interrupt();
  expect((await stage.until(ended(1))).at(-1)).toMatchObject({ stopReason: "interrupted" });
});

test("a conversation that cannot be reopened is seeded anew once, and the prompt goes again", async () => {
  await using stage = await makeStage();
  stage.session.send("one");
  const first = await stage.puppet(1);
  first.says({ events: [opened(), says("answer"), endTurn], state: "idle" });
  await stage.until(ended(1));
  first.ends();
  await stage.until((chunks) =>
    chunks.some((chunk) => chunk.type === "notice" && chunk.code === "process_ended"),
  );
  stage.session.send("two");
  const second = await stage.puppet(2);
  expect(second.input.start).toEqual({ resume: "c-1" });
  second.says({ state: "unresumable" });
  const third = await stage.puppet(3);
  expect(third.input.start).toHaveProperty("reseed.sections");
  // It fails again: no third try.
  third.ends({ code: 1 });
  const chunks = await stage.until(ended(2));
  expect(chunks.filter((chunk) => chunk.type === "notice" && chunk.code === "reseeded")).toHaveLength(1);
  expect(chunks.at(-1)).toMatchObject({ stopReason: "process_exit", error: { code: "CLI_FAILED" } });
  expect(third.intents).toMatchObject([{ type: "prompt", text: "two" }]);
});

test("a CLI that takes no prompt within the deadline is ended, and says what it said last", async () => {
  await using stage = await makeStage({ silent: true, deadlines: { start: 1 } });
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  const end = (await stage.until(ended(1))).at(-1);
  expect(puppet.isKilled).toBe(true);
  expect(end).toMatchObject({
    stopReason: "process_exit",
    error: { message: "Puppet did not answer and was ended." },
  });
});

test("what the CLI says between turns is a turn of its own", async () => {
  await using stage = await makeStage();
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  puppet.says({ events: [opened(), endTurn], state: "background" });
  await stage.until(ended(1));
  puppet.says({ events: [says("the task has ended"), endTurn], state: "idle" });
  const chunks = await stage.until(ended(2));
  expect(chunks.filter((chunk) => chunk.turn === 2).map((chunk) => chunk.type)).toEqual([
    "turn_started",
    "agent_message",
    "turn_ended",
  ]);
  expect(chunks.find((chunk) => chunk.turn === 2)).toMatchObject({ by: "agent" });
});

test("a failed turn holds the queue until the user sends again", async () => {
  await using stage = await makeStage();
  stage.session.send("one");
  const puppet = await stage.puppet(1);
  stage.session.send("two");
  puppet.ends({ code: 1, stderrTail: "it broke\n" });
  const end = (await stage.until(ended(1))).at(-1);
  expect(end).toMatchObject({ stopReason: "process_exit", error: { detail: "it broke" } });
  expect(stage.session.record).toMatchObject({ failed: true, queueHeld: true });
  expect(stage.session.send("three").turn).toBe(2);
  const next = await stage.puppet(2);
  next.says({ events: [opened(), endTurn], state: "idle" });
  const chunks = await stage.until((all) =>
    all.some((chunk) => chunk.type === "user_message" && chunk.turn === 3),
  );
  expect(chunks.filter((chunk) => chunk.type === "user_message").map((chunk) => chunk.content)).toEqual([
    "one",
    "three",
    "two",
  ]);
});

test("a request that waits when the turn ends is closed before the turn's last chunk, its tool as not run", async () => {
  await using stage = await makeStage();
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  const request: AgentEvent = {
    type: "permission_request",
    content: "touch x",
    requestKey: "k1",
    toolName: "Bash",
    toolCallId: "t1",
    title: "Run touch x",
    input: { command: "touch x" },
    options: [{ decision: "allow_once", label: "Allow once" }],
  };
  puppet.says({ events: [opened(), request] });
  await stage.until((chunks) => chunks.some((chunk) => chunk.type === "permission_request"));
  expect(stage.session.pendingApprovals()).toBe(1);
  puppet.ends({ code: null, signal: "SIGSEGV" });
  const chunks = await stage.until(ended(1));
  expect(chunks.slice(-3)).toMatchObject([
    { type: "permission_resolved", decision: "cancelled", by: "session_end" },
    { type: "tool_call_update", toolCallId: "t1", status: "failed" },
    { type: "turn_ended", stopReason: "process_exit" },
  ]);
  expect(stage.session.pendingApprovals()).toBe(0);
});

test("stop is one end however often it is asked for, and a message is refused meanwhile", async () => {
  await using stage = await makeStage();
  stage.session.send("hello");
  await stage.puppet(1);
  const stops = [stage.session.stop(), stage.session.stop()];
  expect(() => stage.session.send("more")).toThrow("stopped");
  await Promise.all(stops);
  await stage.session.stop();
  const chunks = await stage.until(ended(1));
  expect(chunks.filter((chunk) => chunk.type === "turn_ended")).toMatchObject([
    { stopReason: "interrupted" },
  ]);
  expect(stage.session.record.stopped).toBe(true);
});

test("a turn that is stopped counts as interrupted, whatever the CLI says of it while it ends", async () => {
  await using stage = await makeStage();
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  puppet.says({ events: [opened(), says("a")] });
  await stage.until((chunks) => chunks.some((chunk) => chunk.type === "agent_message"));
  const stopped = stage.session.stop();
  const error = { code: "CLI_FAILED", message: "terminated" };
  puppet.says({ events: [{ type: "turn_ended", content: "", stopReason: "error", error }] });
  await stopped;
  const chunks = await stage.until(ended(1));
  expect(chunks.filter((chunk) => chunk.type === "turn_ended")).toMatchObject([
    { stopReason: "interrupted" },
  ]);
  expect(stage.session.record.failed).toBe(false);
});

test("what waited when the bridge last ended waits for the user", async () => {
  await using first = await makeStage();
  first.log.queue.add(first.session.record.sessionId, {
    messageId: MessageId.parse("m1"),
    message: "later",
    at: 0,
  });
  const again = first.reopen();
  expect(again.record.queueHeld).toBe(true);
});

test("a codec is woken once, after the time that it asked for last", async () => {
  await using stage = await makeStage();
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  puppet.says({ wakeMs: 60_000 });
  puppet.says({ wakeMs: 1 });
  puppet.says({ events: [opened()] });
  await stage.until(() => puppet.woken === 1);
  puppet.says({ wakeMs: 60_000 });
  puppet.says({ wakeMs: null, events: [says("hi"), endTurn], state: "idle" });
  await stage.until(ended(1));
  expect(puppet.woken).toBe(1);
});

test("what a program tells of itself is passed on, and is no chunk", async () => {
  await using stage = await makeStage();
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  puppet.says({
    events: [{ type: "abilities", content: "", capabilities: { resume: false } }, endTurn],
    state: "idle",
  });
  const chunks = await stage.until(ended(1));
  expect(stage.learned).toEqual([{ resume: false }]);
  expect(chunks.map((chunk) => chunk.type)).toEqual(["turn_started", "user_message", "turn_ended"]);
});

test("a turn tells the login: an answer of the model, or that it is missing", async () => {
  await using stage = await makeStage();
  const usage = { inputTokens: 1, outputTokens: 1, costUsd: null };
  const error = { code: "CLI_NOT_LOGGED_IN", message: "Log in." };
  const ends: AgentEvent[] = [
    endTurn,
    { ...endTurn, usage },
    { type: "turn_ended", content: "", stopReason: "error", error },
  ];
  stage.session.send("local command");
  const puppet = await stage.puppet(1);
  for (const [at, end] of ends.entries()) {
    if (at > 0) stage.session.send("again");
    puppet.says({ events: [end], state: "idle" });
    // oxlint-disable-next-line no-await-in-loop -- one turn after the other
    await stage.until(ended(at + 1));
  }
  expect(stage.logins).toEqual(["ok", "missing"]);
});

test("a start that has to be alone waits until the prompt of the one before was heard", async () => {
  const startGate = makeStartGate();
  const cwd = "/";
  await using one = await makeStage({ startGate, record: { cwd } });
  await using two = await makeStage({ startGate, record: { cwd } });
  await using elsewhere = await makeStage({ startGate, record: { cwd: "/tmp" } });
  one.session.send("first");
  const first = await one.puppet(1);
  two.session.send("second");
  elsewhere.session.send("third");
  await elsewhere.puppet(1);
  await two.until(hasWaited);
  first.says({ events: [opened()] });
  await one.until((chunks) => chunks.some(({ type }) => type === "session_started"));
  expect(two.session.processState()).toBe("starting");
  first.says({ events: [says("hi")] });
  const second = await two.puppet(1);
  second.says({ events: [opened(), says("hi"), endTurn], state: "idle" });
  await two.until(ended(1));
});

test("a start that waited and was interrupted, or whose forerunner ended or was silent, blocks nobody", async () => {
  const startGate = makeStartGate();
  const cwd = "/";
  await using one = await makeStage({ startGate, record: { cwd } });
  await using two = await makeStage({ startGate, record: { cwd } });
  await using three = await makeStage({ startGate, record: { cwd }, deadlines: { alone: 1 } });
  await using four = await makeStage({ startGate, record: { cwd } });
  one.session.send("hello");
  const first = await one.puppet(1);
  for (const stage of [two, three, four]) {
    stage.session.send("hello");
    // oxlint-disable-next-line no-await-in-loop -- in this order
    await stage.until(hasWaited);
  }
  await two.session.interrupt();
  first.ends({ code: 1 });
  (await three.puppet(1)).says({ events: [opened()] });
  expect(await four.puppet(1)).toBeDefined();
});
