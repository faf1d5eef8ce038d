import { existsSync } from "node:fs";
import { mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConversationInput } from "@switchyard/core/backend";
import { foldChunks } from "@switchyard/core/session";
import { drive, type Driven } from "@switchyard/testkit/contract";
import { startModelApi, type ModelApi } from "@switchyard/testkit/model-api";
import { gemini } from "./index.ts";

const PROGRAM = fileURLToPath(new URL("../../../node_modules/.bin/gemini", import.meta.url));
/** A generous bound for a machine under load; nothing here waits for it unless something is broken. */
const LIMIT = { timeout: 120_000 };

let api: ModelApi;

beforeAll(async () => {
  api = await startModelApi();
});

afterAll(() => api[Symbol.asyncDispose]());

test("two turns, a resumed third: one conversation, and it remembers", LIMIT, async () => {
  await using place = await aPlace();
  let cliSessionId = "";
  {
    await using session = place.start({ systemPrompt: "You are a careful reviewer." });
    await session.turn("My colour is red. [[words 3]]");
    expect(await session.turn("[[remember]]")).toMatchObject({
      stopReason: "end_turn",
      usage: { inputTokens: expect.any(Number), costUsd: null },
    });
    expect(session.text()).toContain("My colour is red.");
    const started = session.events.find((event) => event.type === "session_started");
    expect(started).toMatchObject({ permissionMode: "default", cliVersion: expect.stringMatching(/^\d+\./) });
    cliSessionId = started?.cliSessionId ?? "";
  }
  expect(
    api.requests.filter(({ prompt: asked }) => asked.includes("You are a careful reviewer.")),
  ).toHaveLength(1);
  await using resumed = place.start({
    start: { resume: cliSessionId },
    systemPrompt: "You are a careful reviewer.",
  });
  await resumed.turn("[[remember]]");
  expect(resumed.text()).toContain("My colour is red.");
  expect(resumed.events.filter(({ type }) => type === "agent_thought" || type === "tool_call")).toEqual([]);
  const opened = resumed.events.find((event) => event.type === "session_started");
  expect(opened?.cliSessionId).toBe(cliSessionId);
});

test("a long conversation is told again to its end before the next prompt goes out", LIMIT, async () => {
  await using place = await aPlace();
  let cliSessionId = "";
  {
    await using session = place.start({});
    for (let at = 0; at < 40; at += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one turn after the other
      await session.turn(`${"x".repeat(8000)} [[words 1]]`);
    }
    cliSessionId = session.events.find((event) => event.type === "session_started")?.cliSessionId ?? "";
  }
  await using resumed = place.start({ start: { resume: cliSessionId } });
  await resumed.turn("[[say Done.]]");
  expect(resumed.text()).toBe("Done.");
  expect(
    resumed.recording.filter(({ dir, line }) => dir === "out" && line.includes("user_message_chunk")).length,
  ).toBeGreaterThan(40);
});

test("an allowed command runs, a rejected one does not, and both are told to their end", LIMIT, async () => {
  await using place = await aPlace();
  await using session = place.start({});
  const file = join(place.cwd, "made.txt");
  session.prompt(`[[bash touch ${file}]]`);
  const asked = await session.next("permission_request");
  expect(asked).toMatchObject({ toolName: "run_shell_command", input: { command: `touch ${file}` } });
  session.send({
    type: "answer",
    requestKey: asked.requestKey,
    decision: "reject_once",
    message: "Not now.",
  });
  await session.next("turn_ended");
  expect(existsSync(file)).toBe(false);
  session.prompt(`Now do it. [[bash touch ${file}]]`);
  const again = await session.next("permission_request");
  session.send({ type: "answer", requestKey: again.requestKey, decision: "allow_once" });
  await session.next("turn_ended");
  expect(existsSync(file)).toBe(true);
  const updates = session.events.filter((event) => event.type === "tool_call_update");
  expect(updates).toMatchObject([{ status: "failed", output: "Not now." }, { status: "completed" }]);
});

test("an allowance for the session stays with the bridge: Gemini asks again", LIMIT, async () => {
  await using place = await aPlace();
  await using session = place.start({});
  for (const name of ["a", "a"]) {
    session.prompt(`[[write ${join(place.cwd, name)} text]]`);
    // oxlint-disable-next-line no-await-in-loop -- one turn after the other
    const asked = await session.next("permission_request");
    expect(asked.options.map(({ decision }) => decision)).toEqual([
      "allow_once",
      "allow_always",
      "reject_once",
    ]);
    session.send({ type: "answer", requestKey: asked.requestKey, decision: "allow_always" });
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect(await session.next("turn_ended")).toMatchObject({ stopReason: "end_turn" });
  }
});

test("an interrupt ends the turn whenever it comes, and the process takes the next one", LIMIT, async () => {
  await using place = await aPlace();
  await using session = place.start({});
  session.prompt("[[words 3]] [[hang]]");
  await session.next("agent_message");
  session.send({ type: "interrupt" });
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "interrupted" });
  session.prompt("[[bash touch never.txt]]");
  const asked = await session.next("permission_request");
  const before = api.requests.length;
  session.send({ type: "interrupt" });
  expect(await session.next("permission_resolved")).toMatchObject({
    requestKey: asked.requestKey,
    by: "agent",
  });
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "interrupted" });
  expect(api.requests.length).toBe(before);
  expect(await session.turn("[[say Still here.]]")).toMatchObject({ stopReason: "end_turn" });
  expect(session.text()).toContain("Still here.");
});

test("the mode is in force from the first prompt on, also after a resume", LIMIT, async () => {
  await using place = await aPlace();
  let cliSessionId = "";
  {
    await using session = place.start({ permissionMode: "acceptEdits" });
    await session.turn("[[write a.txt one]] [[say Written.]]");
    const started = session.events.find((event) => event.type === "session_started");
    expect(started?.permissionMode).toBe("acceptEdits");
    cliSessionId = started?.cliSessionId ?? "";
    expect(await readFile(join(place.cwd, "a.txt"), "utf8")).toBe("one");
    expect(session.events.filter(({ type }) => type === "permission_request")).toEqual([]);
  }
  await using resumed = place.start({ start: { resume: cliSessionId }, permissionMode: "plan" });
  await resumed.turn('[[tool write_file {"file_path":"b.txt","content":"two"}]]');
  expect(existsSync(join(place.cwd, "b.txt"))).toBe(false);
  expect(resumed.text()).not.toContain("MODE_UPDATE");
  const modes = resumed.events.flatMap((event) => (event.type === "mode" ? [event.permissionMode] : []));
  expect([...new Set(modes)]).toEqual(["plan"]);
});

test("leaving plan mode asks, and the mode that follows is the one that was told", LIMIT, async () => {
  await using place = await aPlace();
  await using session = place.start({ permissionMode: "plan" });
  await session.turn("[[words 1]]");
  const plan = join(await place.plans(session), "plan.md");
  await session.turn(`[[tool write_file ${JSON.stringify({ file_path: plan, content: "Do it." })}]]`);
  session.prompt('[[tool exit_plan_mode {"plan_filename":"plan.md"}]]');
  const asked = await session.next("permission_request");
  expect(asked).toMatchObject({ toolName: "exit_plan_mode", setsMode: "default" });
  session.send({ type: "answer", requestKey: asked.requestKey, decision: "allow_once" });
  expect(await session.next("mode")).toMatchObject({ permissionMode: "default" });
  await session.next("turn_ended");
  session.prompt("[[bash touch made.txt]]");
  await session.next("permission_request");
  session.send({ type: "interrupt" });
  await session.next("turn_ended");
  expect(session.text()).not.toContain("MODE_UPDATE");
});

test(
  "an unknown conversation is told before any turn, and its successor knows what was said",
  LIMIT,
  async () => {
    await using place = await aPlace();
    await using lost = place.start({ start: { resume: "00000000-0000-4000-8000-000000000000" } });
    lost.prompt("[[remember]]");
    await lost.until(() => lost.state() === "unresumable");
    expect(lost.events.filter(({ type }) => type === "turn_ended")).toEqual([]);
    await using successor = place.start({ start: { reseed: foldChunks([]) } });
    expect(await successor.turn("[[say Here again.]]")).toMatchObject({ stopReason: "end_turn" });
  },
);

test("who has no key is told what to set", LIMIT, async () => {
  await using place = await aPlace();
  await using session = place.start({}, { GEMINI_API_KEY: "" });
  const ended = await session.turn("Hello there, this is a secret message.");
  expect(ended).toMatchObject({ stopReason: "error", error: { code: "CLI_NOT_LOGGED_IN" } });
  expect(JSON.stringify(ended)).not.toContain("secret message");
});

/** A home and a project of their own. */
async function aPlace(): Promise<Place> {
  const home = await mkdtempDisposable(join(tmpdir(), "switchyard-gemini-home-"));
  const project = await mkdtempDisposable(join(tmpdir(), "switchyard-gemini-"));
  const env = { PATH: process.env["PATH"] ?? "", ...(await api.geminiEnv(home.path)) };
  const cwd = project.path;
  const start = (more: Partial<ConversationInput>, extra: Readonly<Record<string, string>> = {}): Driven =>
    drive(gemini, { program: PROGRAM, cwd, env: { ...env, ...extra } }, more);
  const state = async (): Promise<string> => {
    const tmp = join(home.path, ".gemini", "tmp");
    const [name = ""] = (await readdir(tmp)).filter((one) => one !== "bin");
    return join(tmp, name);
  };
  return {
    cwd,
    start,
    async plans(session) {
      const id = session.events.find((event) => event.type === "session_started")?.cliSessionId ?? "";
      return join(await state(), id, "plans");
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([home.remove(), project.remove()]);
    },
  };
}

interface Place extends AsyncDisposable {
  readonly cwd: string;
  start(more: Partial<ConversationInput>, extra?: Readonly<Record<string, string>>): Driven;
  /** Where a conversation's plans are. */
  plans(session: Driven): Promise<string>;
}
