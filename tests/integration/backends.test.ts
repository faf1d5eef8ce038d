import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import type { SessionId } from "@switchyard/core/protocol";
import { seenChunk } from "@switchyard/testkit/bridge";
import { describe, expect, test } from "vitest";
import { clientFaults } from "../chaos/checker/clients.ts";
import { logFaults } from "../chaos/checker/logs.ts";
import { wholeLog } from "../faults/whole-log.ts";
import { lender } from "./lent-yard.ts";
import { processesOf, startYard, type Yard } from "./yard.ts";

const LIMIT = { timeout: 120_000 };

const lendYard = lender();

/** What holds for every backend, whichever protocol its program speaks. */
describe.each(["claude", "gemini", "demo"])("%s", LIMIT, (cliBackend) => {
  const start = (yard: Yard, prompt: string) => yard.start({ cliBackend, prompt });

  // Programs are slow to start: what they do in one conversation is proved in one.
  test("it tells thoughts and usage, goes on in the living process after an interrupt too, and remembers", async () => {
    await using yard = await lendYard();
    const id = await start(yard, "my word is plum [[think about the weather]] [[say It rains.]]");
    const ended = await yard.ended(id, 1);
    expect(ended.stopReason).toBe("end_turn");
    expect((await yard.chunk(id, "agent_thought")).content).toContain("about");
    expect(yard.text(id, 1)).toBe("It rains.");
    expect(ended.usage?.inputTokens).toBeGreaterThan(0);
    expect(ended.usage?.outputTokens).toBeGreaterThan(0);
    const before = await processesOf(yard.bridge.home);
    expect((await yard.say(id, "[[remember]]")).stopReason).toBe("end_turn");
    expect(yard.text(id, 2)).toContain("my word is plum");

    await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[say begin]] [[hang]]" });
    await yard.said(id, 3, "begin");
    await yard.client.call("interruptAgentSession", { sessionId: id });
    const end = await yard.ended(id, 3);
    expect(end.stopReason).toBe("interrupted");
    expect(end.error).toBeUndefined();
    expect((await yard.say(id, "[[remember]]")).stopReason).toBe("end_turn");
    expect(yard.text(id, 4)).toContain("my word is plum");
    expect(await processesOf(yard.bridge.home)).toEqual(before);
  });

  test("a CLI that is killed in mid-turn fails that turn, and the same conversation goes on", async () => {
    await using yard = await lendYard();
    const id = await start(yard, "my word is pear [[say heard]]");
    await yard.ended(id, 1);
    await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[say begin]] [[hang]]" });
    await yard.said(id, 2, "begin");
    for (const pid of await processesOf(yard.bridge.home)) process.kill(pid, "SIGKILL");
    const end = await yard.ended(id, 2);
    expect(end).toMatchObject({ stopReason: "process_exit", error: { code: "CLI_FAILED" } });
    expect(end.error?.message).toContain("SIGKILL");
    expect((await yard.say(id, "[[remember]]")).stopReason).toBe("end_turn");
    expect(yard.text(id, 3)).toContain("my word is pear");
    expect(yard.client.received("agent-chunk").filter((chunk) => chunk.type === "notice")).toEqual([]);
  });

  test("a bridge that is killed in mid-turn goes on with the same conversation in its next life", async () => {
    await using yard = await startYard();
    const id = await start(yard, "my word is pear [[say heard]]");
    await yard.ended(id, 1);
    await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[say begin]] [[hang]]" });
    await yard.said(id, 2, "begin");
    await yard.bridge.end("SIGKILL");
    await yard.client.closed;

    await using next = await startYard({ home: yard.bridge.home });
    expect(await processesOf(yard.bridge.home)).toEqual([]);
    expect(await faultsBetween(yard, next, id)).toEqual([]);
    await next.client.call("subscribeSession", { sessionId: id, afterSeq: 0 });
    expect((await next.ended(id, 2)).stopReason).toBe("process_exit");
    expect((await next.say(id, "[[remember]]")).stopReason).toBe("end_turn");
    expect(next.text(id, 3)).toContain("my word is pear");
    expect(next.client.received("agent-chunk").filter((chunk) => chunk.type === "notice")).toEqual([]);
  });

  test("a stopped session is resumed with its conversation, and nothing of it is told twice", async () => {
    await using yard = await lendYard();
    const id = await start(yard, "my word is pear [[say I heard pear]]");
    await yard.ended(id, 1);
    await yard.client.call("stopAgentSession", { sessionId: id });
    expect(await processesOf(yard.bridge.home)).toEqual([]);
    await yard.client.call("resumeSession", { sessionId: id });
    expect((await yard.say(id, "[[remember]]")).stopReason).toBe("end_turn");
    expect(yard.text(id, 2)).toBe('I remember: ["my word is pear [[say I heard pear]]"]');
    const chunks = yard.client.received("agent-chunk");
    expect(chunks.filter((chunk) => chunk.type === "user_message")).toHaveLength(2);
    expect(chunks.filter((chunk) => chunk.type === "notice")).toEqual([]);
  });
});

/** Where a log differs from what a client of the bridge before saw of it, or is not whole. */
async function faultsBetween(before: Yard, after: Yard, sessionId: SessionId): Promise<string[]> {
  const chunks = await wholeLog(after, sessionId);
  const { logId } = await after.client.call("getSessionHistory", { sessionId, limit: 1 });
  const received = before.client.received("agent-chunk").filter((chunk) => chunk.sessionId === sessionId);
  const seen = received.map((chunk) => seenChunk(chunk.seq, chunk));
  const log = {
    sessionId,
    logId,
    chunks,
    seen: chunks.map((chunk) => seenChunk(chunk.seq, chunk)),
    queue: [],
  };
  const page = { client: "the page", sessionId, lives: [{ logId, afterSeq: 0, seen }], isCaughtUp: false };
  return [...logFaults(log), ...clientFaults(page, [log])];
}

/** What holds for those with a model behind them, which here does what the prompt says. */
describe.each(["claude", "gemini"])("%s with its tools", LIMIT, (cliBackend) => {
  test("what its tools do waits for permission, and a model that fails ends its turn alone", async () => {
    await using yard = await lendYard();
    const cwd = await makeFolder(yard);
    const prompt = "[[bash touch made.txt]] [[say it is done]]";
    const id = await yard.start({ cliBackend, cwd, prompt });
    await runsWhatIsAllowed(yard, id, cwd);
    await runsNothingThatIsRejected(yard, id, cwd);
    await showsAnEditBeforeItIsMade(yard, id, cwd);
    await runsNothingOnceInterrupted(yard, id, cwd);
    expect(await yard.say(id, "[[error 400]]")).toMatchObject({
      stopReason: "error",
      error: { code: "CLI_FAILED" },
    });
    expect((await yard.say(id, "[[say better]]")).stopReason).toBe("end_turn");
    expect(yard.text(id, 8)).toBe("better");
  });

  test("the persona's text reaches the model, and is none of what the user is shown to have said", async () => {
    await using yard = await lendYard();
    const { prompt } = await yard.client.call("previewPrompt", { persona: "specialist" });
    const asked = yard.api.requests.length;
    const id = await yard.start({ cliBackend, persona: "specialist", prompt: "hello [[say ok]]" });
    await yard.ended(id, 1);
    const line = prompt.split("\n").at(-1) ?? "\0";
    const heard = yard.api.requests.slice(asked);
    expect(heard.some((each) => `${each.system}\n${each.prompt}`.includes(line))).toBe(true);
    expect((await yard.chunk(id, "user_message")).content).toBe("hello [[say ok]]");
  });

  test("edits need no permission in the mode that accepts them, and do again after it is left", async () => {
    await using yard = await lendYard();
    const cwd = await makeFolder(yard);
    const write = (name: string): string => `[[write ${join(cwd, name)} text]]`;
    const id = await yard.start({ cliBackend, cwd, prompt: write("one.txt"), permissionMode: "acceptEdits" });
    expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
    expect(existsSync(join(cwd, "one.txt"))).toBe(true);
    await yard.client.call("setPermissionMode", { sessionId: id, permissionMode: "default" });
    await yard.client.call("sendAgentMessage", { sessionId: id, message: write("two.txt") });
    await yard.answer(id, 2, "reject_once");
    await yard.ended(id, 2);
    expect(existsSync(join(cwd, "two.txt"))).toBe(false);
  });
});

/** For the files of one test. */
function makeFolder(yard: Yard): Promise<string> {
  return mkdtemp(join(yard.bridge.cwd, "own-"));
}

/** In turn 1. */
async function runsWhatIsAllowed(yard: Yard, id: SessionId, cwd: string): Promise<void> {
  const request = await yard.chunk(id, "permission_request");
  expect(JSON.stringify(request.input)).toContain("touch made.txt");
  expect(existsSync(join(cwd, "made.txt"))).toBe(false);
  await yard.answer(id, 1, "allow_once");
  expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
  expect(existsSync(join(cwd, "made.txt"))).toBe(true);
  const call = await yard.chunk(id, "tool_call");
  expect(call).toMatchObject({ toolCallId: request.toolCallId, kind: "execute" });
  await yard.chunk(id, "tool_call_update", (chunk) => chunk.status === "completed");
  expect(yard.text(id, 1)).toContain("it is done");
}

/** In turns 2 and 3: its card ends as failed, and the conversation goes on. */
async function runsNothingThatIsRejected(yard: Yard, id: SessionId, cwd: string): Promise<void> {
  await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[bash touch never.txt]]" });
  const { toolCallId } = await yard.answer(id, 2, "reject_once");
  await yard.ended(id, 2);
  expect(existsSync(join(cwd, "never.txt"))).toBe(false);
  const updates = yard.client
    .received("agent-chunk")
    .filter((chunk) => chunk.type === "tool_call_update" && chunk.turn === 2);
  expect(updates).toMatchObject([{ toolCallId, status: "failed" }]);
  expect((await yard.say(id, "[[say going on]]")).stopReason).toBe("end_turn");
  expect(yard.text(id, 3)).toBe("going on");
}

/** In turn 4. */
async function showsAnEditBeforeItIsMade(yard: Yard, id: SessionId, cwd: string): Promise<void> {
  const file = join(cwd, "note.txt");
  await yard.client.call("sendAgentMessage", {
    sessionId: id,
    message: `[[write ${file} one\\ntwo]] [[edit ${file} one => three]]`,
  });
  await yard.answer(id, 4, "allow_once");
  const isEdit = (chunk: { input: unknown }): boolean => JSON.stringify(chunk.input).includes("three");
  const { requestId } = await yard.chunk(id, "permission_request", isEdit);
  await yard.client.call("approveSuggestion", { sessionId: id, requestId, decision: "allow_once" });
  await yard.ended(id, 4);
  const changed = await yard.chunk(id, "tool_call_update", ({ diff }) =>
    (diff ?? []).some(({ newText }) => newText.includes("three")),
  );
  expect(changed).toMatchObject({ status: "completed", diff: [{ path: file }] });
}

/** In turns 5 and 6. */
async function runsNothingOnceInterrupted(yard: Yard, id: SessionId, cwd: string): Promise<void> {
  await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[bash touch never.txt]]" });
  const { requestId } = await yard.chunk(id, "permission_request", (chunk) => chunk.turn === 5);
  await yard.client.call("interruptAgentSession", { sessionId: id });
  expect((await yard.ended(id, 5)).stopReason).toBe("interrupted");
  const resolved = await yard.chunk(id, "permission_resolved", (chunk) => chunk.turn === 5);
  expect(resolved).toMatchObject({ requestId, decision: "cancelled", by: "interrupt" });
  expect(existsSync(join(cwd, "never.txt"))).toBe(false);
  expect((await yard.say(id, "[[say going on]]")).stopReason).toBe("end_turn");
}

test("claude, gemini and demo run at the same time, each in a conversation of its own", LIMIT, async () => {
  await using yard = await lendYard();
  const backends = ["claude", "gemini", "demo"];
  const talk = (backend: string): string =>
    `I talk with ${backend} [[slow 40 every 20ms]] [[say ${backend} is done.]]`;
  const asked = yard.api.requests.length;
  const ids = await Promise.all(
    backends.map((cliBackend) => yard.start({ cliBackend, prompt: talk(cliBackend) })),
  );
  const ended = await Promise.all(ids.map((id) => yard.ended(id, 1)));
  expect(ended.map((end) => end.stopReason)).toEqual(["end_turn", "end_turn", "end_turn"]);
  const heard = yard.api.requests.slice(asked).map(({ api, prompt }) => ({ api, prompt }));
  expect(heard).toHaveLength(2);
  expect(heard).toContainEqual({ api: "anthropic", prompt: talk("claude") });
  expect(heard).toContainEqual({ api: "gemini", prompt: talk("gemini") });
  const { sessions } = await yard.client.call("listActiveSessions", {});
  expect(sessions.map((session) => session.backendId).toSorted()).toEqual(backends.toSorted());
  await Promise.all(ids.map((id) => yard.say(id, "[[remember]]")));
  for (const [index, id] of ids.entries()) {
    const backend = backends[index] ?? "";
    expect(yard.text(id, 1)).toMatch(new RegExp(`^word0 .*${backend} is done.$`));
    expect(yard.text(id, 2)).toBe(`I remember: ${JSON.stringify([talk(backend)])}`);
  }
});
