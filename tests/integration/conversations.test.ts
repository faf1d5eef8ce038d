import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { ConversationInfo, SessionId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { lender } from "./lent-yard.ts";
import type { Yard } from "./yard.ts";

const { resolve } = createRequire(import.meta.url);
/** Where both programs are found under their own names. */
const programs = join(dirname(resolve("@anthropic-ai/claude-code/package.json")), "..", "..", ".bin");
const geminiProgram = resolve("@google/gemini-cli/package.json").replace("package.json", "bundle/gemini.js");
const ID = "11111111-1111-4111-8111-111111111111";
const lendYard = lender();

test("a conversation begun with the plain claude is listed, taken over with its history, and remembers", async () => {
  await using yard = await quietYard();
  await claudeByHand(yard, "My word is plum. [[bash echo hi]] [[say Noted.]]", "--session-id", ID);
  const [listed, ...others] = await list(yard);
  expect(others).toEqual([]);
  expect(listed).toMatchObject({
    backendId: "claude",
    cliSessionId: ID,
    cwd: yard.bridge.cwd,
    title: "My word is plum. [[bash echo hi]] [[say Noted.]]",
    sessionId: null,
    isRecent: true,
  });
  const file = join(yard.configDir, "projects", yard.bridge.cwd.replaceAll(/\W/g, "-"), `${ID}.jsonl`);
  const before = await readFile(file);

  const [sessionId, again] = await Promise.all([takeOver(yard, "claude"), takeOver(yard, "claude")]);
  expect(again).toBe(sessionId);
  expect(await told(yard, sessionId)).toEqual([
    "turn_started: ",
    "user_message: My word is plum. [[bash echo hi]] [[say Noted.]]",
    "agent_message: Let me use a tool. ",
    "tool_call: Run echo hi",
    "tool_call_update: Run echo hi: completed",
    expect.stringContaining("agent_message: tool said: hi"),
    "turn_ended: ",
    expect.stringContaining("notice: Taken over from a terminal"),
  ]);
  const { sessions } = await yard.client.call("listSessions", {});
  expect(sessions[0]).toMatchObject({ status: "paused", process: "none", unread: 0, cliSessionId: ID });
  expect(sessions[0]?.usage.inputTokens).toBeGreaterThan(0);
  expect((await list(yard))[0]?.sessionId).toBe(sessionId);
  expect(await readFile(file)).toEqual(before);

  await yard.say(sessionId, "[[remember]]");
  expect(yard.text(sessionId, 2)).toContain("My word is plum.");
  const asked = yard.api.requests.at(-1);
  expect(asked?.prompt).not.toContain("earlier-conversation");
});

test("the resume command goes on in a terminal with what was said in the session", async () => {
  await using yard = await quietYard();
  const sessionId = await yard.start({ prompt: "My word is pear." });
  await yard.ended(sessionId, 1);
  await yard.client.call("stopAgentSession", { sessionId });
  const { sessions } = await yard.client.call("listSessions", {});
  const command = sessions[0]?.resumeCommand ?? "";
  const remember = ["-c", `${command} -p '[[remember]]'`];
  const { stdout } = await run("/bin/sh", remember, { cwd: "/", env: await environment(yard) });
  expect(stdout).toContain("My word is pear.");
});

test("what our own sessions said, before a /clear too, is never taken for a terminal's", async () => {
  await using yard = await quietYard();
  const sessionId = await yard.start({ prompt: "one" });
  await yard.ended(sessionId, 1);
  await yard.say(sessionId, "/clear");
  await yard.say(sessionId, "two");
  const listed = await list(yard);
  expect(listed.map((each) => each.title).toSorted()).toEqual(["one", "two"]);
  expect(listed.map((each) => each.sessionId)).toEqual([sessionId, sessionId]);
  await yard.client.call("stopAgentSession", { sessionId });
  const first = listed.find(({ title }) => title === "one");
  const { sessionId: reopened } = await yard.client.call("takeOverConversation", {
    cliBackend: "claude",
    cliSessionId: first?.cliSessionId ?? "",
  });
  expect(reopened).toBe(sessionId);
  const { sessions } = await yard.client.call("listActiveSessions", {});
  expect(sessions.map((each) => each.sessionId)).toEqual([sessionId]);
});

test("what cannot be taken over is refused with what to do, and leaves no session", async () => {
  await using yard = await quietYard();
  const refusal = async (cliBackend: string, cliSessionId: string): Promise<string | undefined> =>
    (await yard.client.refusal("takeOverConversation", { cliBackend, cliSessionId })).code;
  expect(await refusal("claude", ID)).toBe("REQUEST_NOT_FOUND");
  expect(await refusal("demo", ID)).toBe("NOT_SUPPORTED");
  expect(await refusal("nonsense", ID)).toBe("UNKNOWN_BACKEND");
  const gone = join(yard.bridge.home, "gone");
  await mkdir(gone);
  await claudeByHand({ ...yard, bridge: { ...yard.bridge, cwd: gone } }, "hello", "--session-id", ID);
  await rm(gone, { recursive: true });
  expect(await refusal("claude", ID)).toBe("FOLDER_NOT_FOUND");
  expect((await yard.client.call("listSessions", {})).sessions).toEqual([]);
});

test(
  "a conversation begun with the plain gemini is listed, taken over with its history, and remembers",
  { timeout: 120_000 },
  async () => {
    await using yard = await quietYard();
    await geminiByHand(yard, "My word is plum. [[say Noted.]]");
    const [listed, ...others] = await list(yard);
    expect(others).toEqual([]);
    expect(listed).toMatchObject({ backendId: "gemini", cwd: yard.bridge.cwd, sessionId: null });
    const chats = join(yard.bridge.home, ".gemini", "tmp", "project", "chats");
    const [file = ""] = await readdir(chats);
    const before = await readFile(join(chats, file));

    const sessionId = await takeOver(yard, "gemini", listed?.cliSessionId);
    expect(await told(yard, sessionId)).toEqual([
      "turn_started: ",
      "user_message: My word is plum. [[say Noted.]]",
      "agent_message: Noted.",
      "turn_ended: ",
      expect.stringContaining("notice: Taken over from a terminal"),
    ]);
    expect(await readFile(join(chats, file))).toEqual(before);
    const { sessions } = await yard.client.call("listSessions", {});
    expect(sessions[0]?.resumeCommand).toBeNull();

    await yard.say(sessionId, "[[remember]]");
    expect(yard.text(sessionId, 2)).toContain("My word is plum.");
    const notices = yard.client.received("agent-chunk").filter(({ type }) => type === "notice");
    expect(notices.map((chunk) => "code" in chunk && chunk.code)).not.toContain("reseeded");
  },
);

/** The shared yard, without the conversations that are left of other tests. */
async function quietYard(): Promise<Yard> {
  const yard = await lendYard();
  const kept = [join(yard.configDir, "projects"), join(yard.bridge.home, ".gemini", "tmp")];
  for (const folder of kept) await rm(folder, { recursive: true, force: true });
  return yard;
}

async function list(yard: Yard): Promise<ConversationInfo[]> {
  return (await yard.client.call("listConversations", {})).conversations;
}

async function takeOver(yard: Yard, cliBackend: string, cliSessionId = ID): Promise<SessionId> {
  return (await yard.client.call("takeOverConversation", { cliBackend, cliSessionId })).sessionId;
}

/** The history of a session that was taken over, a line each. */
async function told(yard: Yard, sessionId: SessionId): Promise<string[]> {
  await yard.client.call("subscribeSession", { sessionId, afterSeq: 0 });
  const chunks = await yard.client.chunks(sessionId, (all) => all.some(({ type }) => type === "notice"));
  return chunks.map(({ type, content }) => `${type}: ${content}`);
}

/** A turn in the user's own terminal. */
async function claudeByHand(yard: Yard, prompt: string, ...args: string[]): Promise<void> {
  const all = ["-p", prompt, "--allowedTools", "Bash", ...args];
  await run(join(programs, "claude"), all, { cwd: yard.bridge.cwd, env: await environment(yard) });
}

async function geminiByHand(yard: Yard, prompt: string): Promise<void> {
  const args = [geminiProgram, "-p", prompt, "--skip-trust"];
  await run(process.execPath, args, { cwd: yard.bridge.cwd, env: await environment(yard) });
}

async function environment(yard: Yard): Promise<NodeJS.ProcessEnv> {
  return {
    ...(await yard.api.geminiEnv(yard.bridge.home)),
    ...yard.api.env(yard.configDir),
    PATH: `${programs}:${process.env["PATH"] ?? ""}`,
    GEMINI_CLI_NO_RELAUNCH: "1",
  };
}

async function run(
  program: string,
  args: string[],
  place: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<{ stdout: string }> {
  const running = promisify(execFile)(program, args, place);
  running.child.stdin?.end();
  return running;
}
