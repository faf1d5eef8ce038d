import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConversationInput } from "@switchyard/core/backend";
import { foldChunks } from "@switchyard/core/session";
import { drive, type Driven } from "@switchyard/testkit/contract";
import { startModelApi, type ModelApi } from "@switchyard/testkit/model-api";
import { claude } from "./index.ts";

const PROGRAM = fileURLToPath(new URL("../../../node_modules/.bin/claude", import.meta.url));
/** A generous bound for a machine under load; nothing here waits for it unless something is broken. */
const LIMIT = { timeout: 60_000 };

let api: ModelApi;
let home: string;

beforeAll(async () => {
  api = await startModelApi();
  home = await mkdtemp(join(tmpdir(), "switchyard-claude-"));
});

afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

test("two turns, a resumed third: one conversation, and it remembers", LIMIT, async () => {
  let cliSessionId = "";
  {
    await using session = start({ systemPrompt: "You are a careful reviewer." });
    await session.turn("My colour is red. [[words 3]]");
    await session.turn("[[remember]]");
    expect(session.text()).toBe('word0 word1 word2 I remember: ["My colour is red. [[words 3]]"]');
    const started = session.events.find((event) => event.type === "session_started");
    expect(started).toMatchObject({ permissionMode: "default", cliVersion: expect.stringMatching(/^\d+\./) });
    expect(started?.tools).toContain("AskUserQuestion");
    cliSessionId = started?.cliSessionId ?? "";
  }
  expect(api.requests.some(({ system }) => system.includes("You are a careful reviewer."))).toBe(true);
  await using resumed = start({ start: { resume: cliSessionId } });
  await resumed.turn("[[remember]]");
  expect(resumed.text()).toContain("My colour is red.");
  const opened = resumed.events.find((event) => event.type === "session_started");
  expect(opened?.cliSessionId).toBe(cliSessionId);
});

test("an allowed command runs, a rejected one does not, and says why", LIMIT, async () => {
  await using session = start({});
  const file = join(home, "made.txt");
  session.prompt(`[[bash touch ${file}]]`);
  const asked = await session.next("permission_request");
  session.send({
    type: "answer",
    requestKey: asked.requestKey,
    decision: "reject_once",
    message: "Not now.",
  });
  await session.next("turn_ended");
  expect(existsSync(file)).toBe(false);
  expect(session.text()).toContain("tool was refused: Not now.");
  session.prompt(`Now do it. [[bash touch ${file}]]`);
  const again = await session.next("permission_request");
  session.send({ type: "answer", requestKey: again.requestKey, decision: "allow_once" });
  await session.next("turn_ended");
  expect(existsSync(file)).toBe(true);
  const updates = session.events.flatMap((event) =>
    event.type === "tool_call_update" ? [event.status] : [],
  );
  expect(updates).toEqual(["failed", "completed"]);
});

test("an interrupt ends the turn whenever it comes, and the process takes the next one", LIMIT, async () => {
  await using session = start({});
  session.prompt("[[hang]]");
  await session.next("agent_message");
  session.send({ type: "interrupt" });
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "interrupted" });
  session.prompt("[[say Maybe.]] [[hang]]");
  session.send({ type: "interrupt" });
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "interrupted" });
  session.prompt("[[bash touch never.txt]]");
  const asked = await session.next("permission_request");
  session.send({ type: "interrupt" });
  expect(await session.next("permission_resolved")).toMatchObject({
    requestKey: asked.requestKey,
    by: "agent",
  });
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "interrupted" });
  expect(await session.turn("[[say Still here.]]")).toMatchObject({ stopReason: "end_turn" });
  expect(session.text()).toMatch(/^word0 [^]*Still here\.$/);
});

test("the mode is in force from the first prompt on, and leaving plan mode asks", LIMIT, async () => {
  await using session = start({ permissionMode: "plan" });
  session.prompt('[[tool ExitPlanMode {"plan":"Do it."}]]');
  expect((await session.next("session_started")).permissionMode).toBe("plan");
  const asked = await session.next("permission_request");
  expect(asked).toMatchObject({ setsMode: "default", input: { plan: "Do it." } });
  session.send({ type: "answer", requestKey: asked.requestKey, decision: "allow_once" });
  await session.next("turn_ended");
  session.send({ type: "set_mode", permissionMode: "acceptEdits" });
  await session.turn(`[[write ${join(home, "a.txt")} text]]`);
  const modes = session.events.flatMap((event) => (event.type === "mode" ? [event.permissionMode] : []));
  expect([...new Set(modes)]).toEqual(["plan", "default", "acceptEdits"]);
  expect(session.events.filter(({ type }) => type === "permission_request")).toHaveLength(1);
});

test(
  "in any mode a question's answer and note reach the model, and so does that it was left",
  LIMIT,
  async () => {
    const prompt = "[[ask Which drink? | Tea | Water]]";
    await using session = start({ permissionMode: "plan" });
    session.prompt(prompt);
    const asked = await session.next("question_request");
    expect(asked).toMatchObject({ title: "Which drink?", questions: [{ kind: "choice", isRequired: true }] });
    const { requestKey } = asked;
    const answers = { "Which drink?": "Cocoa" };
    session.send({ type: "answer_question", requestKey, answers, note: "Not too hot." });
    await session.next("turn_ended");
    expect(session.text()).toContain('"Which drink?"="Cocoa" notes: Not too hot.');
    session.send({ type: "set_mode", permissionMode: "acceptEdits" });
    session.prompt(prompt);
    const again = await session.next("question_request");
    session.send({ type: "answer_question", requestKey: again.requestKey, answers: null });
    await session.next("turn_ended");
    expect(session.text()).toContain(
      "tool was refused: The user read these questions and left them unanswered.",
    );
  },
);

test(
  "what is always allowed is asked for again, covered by the same rules: the bridge answers",
  LIMIT,
  async () => {
    await using session = start({});
    session.prompt("[[bash node --eval 1]] [[bash node --eval 1]] [[bash node --eval 1 > out.txt]]");
    const covers: unknown[] = [];
    for (const decision of ["allow_always", "allow_always", "reject_once"] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one request after the other
      const asked = await session.next("permission_request");
      covers.push(asked.covers);
      session.send({ type: "answer", requestKey: asked.requestKey, decision });
    }
    await session.next("turn_ended");
    expect(covers).toEqual([["Bash(node --eval 1)"], ["Bash(node --eval 1)"], undefined]);
  },
);

test("pictures that a tool gives, and how full the conversation is, are told", LIMIT, async () => {
  const file = join(home, "dot.png");
  await writeFile(file, Buffer.from(DOT, "base64"));
  await using session = start({});
  await session.turn(`[[tokens 1234]] [[read ${file}]]`);
  const [read] = session.ofType("tool_call_update");
  expect(read).toMatchObject({ status: "completed", output: "", images: [{ mediaType: "image/png" }] });
  const ended = await session.turn("[[tokens 5678]] [[say Done.]]");
  const context = { usedTokens: 5678, windowTokens: expect.any(Number) as number };
  expect(ended.usage?.context).toEqual(context);
  expect(session.ofType("context").map((told) => told.context)).toEqual([
    { usedTokens: 1234, windowTokens: null },
    context,
  ]);
});

test("a plan's limits are told as they stand, and one that is reached with its time", LIMIT, async () => {
  const env = api.planEnv(join(home, "plan"));
  await using session = start({}, { ...env, ANTHROPIC_API_KEY: "" });
  await session.turn("[[plan five_hour 92]] [[say Nearly.]]");
  expect(session.ofType("plan_limit").at(-1)?.limit).toMatchObject({
    name: "five_hour",
    used: 0.92,
    isReached: false,
  });
  const ended = await session.turn("[[limit 3600]]");
  const { limit } = session.ofType("plan_limit").at(-1) ?? {};
  expect(limit).toMatchObject({ name: "five_hour", isReached: true });
  expect(ended.error).toMatchObject({ code: "RATE_LIMITED", resetsAt: limit?.resetsAt });
  expect((ended.error?.resetsAt ?? 0) * 1000 - Date.now()).toBeGreaterThan(3_000_000);
});

test(
  "an unknown conversation is told before any turn, and its successor knows what was said",
  LIMIT,
  async () => {
    await using lost = start({ start: { resume: "00000000-0000-4000-8000-000000000000" } });
    lost.prompt("[[remember]]");
    await lost.until(() => lost.state() === "unresumable");
    await lost.ended;
    expect(lost.events.filter(({ type }) => type === "turn_ended")).toEqual([]);
    await using successor = start({ start: { reseed: foldChunks([]) } });
    expect(await successor.turn("[[say Here again.]]")).toMatchObject({ stopReason: "end_turn" });
  },
);

test("who is not logged in is told what to run", LIMIT, async () => {
  await using session = start({}, { ANTHROPIC_API_KEY: "" });
  const ended = await session.turn("Hello");
  expect(ended).toMatchObject({ stopReason: "error", error: { code: "CLI_NOT_LOGGED_IN" } });
});

test("a turn that a background command starts is told as Claude's own", LIMIT, async () => {
  await using session = start({});
  const go = join(home, "go");
  session.prompt(`[[background until test -e ${go}; do sleep 0.1; done]] [[say Started.]]`);
  await session.next("turn_ended");
  expect(session.state()).toBe("background");
  await writeFile(go, "");
  await session.next("turn_started");
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "end_turn" });
});

/** One pixel. */
const DOT =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

function start(more: Partial<ConversationInput>, extra: Readonly<Record<string, string>> = {}): Driven {
  const env = { PATH: process.env["PATH"] ?? "", HOME: home, ...api.env(join(home, "config")), ...extra };
  return drive(claude, { program: PROGRAM, cwd: home, env }, more);
}
