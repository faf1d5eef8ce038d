import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import {
  chmod,
  mkdir,
  mkdtempDisposable,
  readdir,
  readFile,
  rm,
  symlink,
  watch,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PersonaId, SessionId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { lender } from "./lent-yard.ts";
import { processesOf, startYard } from "./yard.ts";

const lendYard = lender();

const claudeBinary = createRequire(import.meta.url)
  .resolve("@anthropic-ai/claude-code/package.json")
  .replace("package.json", "bin/claude.exe");

test("a CLI that is killed in mid-turn fails that turn alone, and the next message goes on", async () => {
  await using yard = await startYard();
  const other = await yard.start({ prompt: "[[say beside]] [[hang]]" });
  await yard.api.untilHolding(1);
  const [untouched] = await processesOf(yard.bridge.home);
  const id = await yard.start({ prompt: "my word is pear [[hang]]" });
  await yard.api.untilHolding(2);
  const pids = await processesOf(yard.bridge.home);
  for (const pid of pids.filter((each) => each !== untouched)) process.kill(pid, "SIGKILL");
  const end = await yard.ended(id, 1);
  expect(end).toMatchObject({ stopReason: "process_exit", error: { code: "CLI_FAILED" } });
  expect(end.error?.message).toContain("SIGKILL");
  const failed = await yard.client.until("session-list-changed", ({ sessions }) =>
    sessions.some((session) => session.sessionId === id && session.status === "failed"),
  );
  expect(failed.sessions.find((session) => session.sessionId === other)?.status).toBe("running");
  // Claude may or may not have kept the conversation by then; with a re-seeded one the prompt hangs again.
  void yard.api.untilHolding(2).then(() => yard.api.release());
  expect((await yard.say(id, "what now? [[remember]]")).stopReason).toBe("end_turn");
  const heard = yard.api.requests.findLast((request) => request.prompt.includes("what now?"));
  expect(`${heard?.prompt} ${yard.text(id, 2)}`).toContain("my word is pear");
});

test("a conversation that Claude no longer has is seeded anew from the log, and says so", async () => {
  await using yard = await lendYard();
  const id = await yard.start({ prompt: "my word is quince" });
  await yard.ended(id, 1);
  await yard.client.call("stopAgentSession", { sessionId: id });
  await rm(join(yard.configDir, "projects"), { recursive: true });
  await yard.client.call("resumeSession", { sessionId: id });
  expect((await yard.say(id, "which word was it?")).stopReason).toBe("end_turn");
  expect(await yard.chunk(id, "notice", (chunk) => chunk.code === "reseeded")).toMatchObject({ turn: 2 });
  const sent = yard.api.requests.findLast((request) => request.prompt.includes("which word was it?"));
  expect(sent?.prompt).toContain("my word is quince");
  const chunks = yard.client.received("agent-chunk");
  expect(chunks.filter((chunk) => chunk.type === "turn_ended")).toHaveLength(2);
  expect(chunks.filter((chunk) => chunk.type === "user_message")).toHaveLength(2);
});

test("a Claude that is not logged in says so in that session, with what to run", async () => {
  await using yard = await startYard({ env: { ANTHROPIC_API_KEY: undefined } });
  const { backends } = await yard.client.call("listBackends", {});
  expect(backends[0]).toMatchObject({
    id: "claude",
    state: "not_logged_in",
    login: "missing",
  });
  expect(backends[0]?.hint?.command).toContain("claude");
  const id = await yard.start({ prompt: "hello" });
  const end = await yard.ended(id, 1);
  expect(end).toMatchObject({ stopReason: "error", error: { code: "CLI_NOT_LOGGED_IN" } });
  expect(yard.bridge.stderr()).not.toContain("hello");
});

test("what is ready is told as ready, with its version, and Claude is the default", async () => {
  await using yard = await lendYard();
  const { backends } = await yard.client.call("listBackends", {});
  expect(backends).toMatchObject([
    { id: "claude", state: "ready", isDefault: true, hint: null },
    { id: "gemini", state: "ready", isDefault: false, hint: null },
    { id: "demo", state: "ready", isDefault: false, isDemo: true },
  ]);
  expect(backends[0]?.version).toMatch(/^2\.\d+\.\d+/);
});

test("a Claude that is missing creates no session and says how to install it", async () => {
  await using yard = await startYard({ env: { SWITCHYARD_CLAUDE: "/nowhere/claude" } });
  const refused = await yard.client.refusal("startAgentSession", {
    persona: "none",
    cliBackend: "claude",
    prompt: "hi",
  });
  expect(refused.code).toBe("CLI_NOT_FOUND");
  expect(refused.message).toContain("npm install -g @anthropic-ai/claude-code");
  expect((await yard.client.call("listSessions", {})).sessions).toEqual([]);
  expect((await yard.client.call("listBackends", {})).backends[0]?.state).toBe("not_installed");
});

test("a Claude that goes missing later fails the turn, and comes back with the next message", async () => {
  await using home = await makeHome();
  const link = join(home.path, "claude-link");
  await symlink(claudeBinary, link);
  await using yard = await startYard({ home: home.path, env: { SWITCHYARD_CLAUDE: link } });
  const id = await yard.start({ prompt: "[[say here]]" });
  await yard.ended(id, 1);
  await yard.client.call("stopAgentSession", { sessionId: id });
  await rm(link);
  await yard.client.call("resumeSession", { sessionId: id });
  expect((await yard.say(id, "are you there?")).error?.code).toBe("CLI_NOT_FOUND");
  await symlink(claudeBinary, link);
  expect((await yard.say(id, "[[say back]]")).stopReason).toBe("end_turn");
  expect(yard.text(id, 3)).toContain("back");
});

test("nothing that a repository brings runs before the user has seen it", async () => {
  await using yard = await lendYard();
  const proof = join(yard.bridge.home, "hook-ran");
  const cwd = join(yard.bridge.home, "repository");
  await mkdir(join(cwd, ".claude"), { recursive: true });
  const settings = join(cwd, ".claude", "settings.json");
  const hook = { hooks: { SessionStart: [{ hooks: [{ type: "command", command: `touch ${proof}` }] }] } };
  await writeFile(settings, JSON.stringify(hook));
  const params = { persona: PersonaId.parse("none"), cwd, prompt: "[[say hi]]" };

  const refused = await yard.client.refusal("startAgentSession", params);
  expect(refused.code).toBe("FOLDER_NOT_TRUSTED");
  expect(refused.data["brings"]).toMatchObject([
    { file: ".claude/settings.json", kind: "hooks", detail: [`SessionStart: touch ${proof}`] },
  ]);
  expect((await yard.client.call("listSessions", {})).sessions).toEqual([]);
  expect(existsSync(proof)).toBe(false);

  const hash = String(refused.data["hash"]);
  const wrong = await yard.client.refusal("trustFolder", { cwd, hash: "0".repeat(64) });
  expect(wrong.code).toBe("FOLDER_NOT_TRUSTED");
  await yard.client.call("trustFolder", { cwd, hash });
  const id = await yard.start({ cwd, prompt: "[[say hi]]" });
  await yard.ended(id, 1);
  expect(existsSync(proof)).toBe(true);

  // What the folder brings has changed while the session slept: it is asked again.
  await yard.client.call("stopAgentSession", { sessionId: id });
  await writeFile(settings, JSON.stringify({ ...hook, env: { SURPRISE: "1" } }));
  await yard.client.call("resumeSession", { sessionId: id });
  const again = await yard.client.refusal("sendAgentMessage", { sessionId: id, message: "again" });
  expect(again.code).toBe("FOLDER_NOT_TRUSTED");
  expect(JSON.stringify(again.data["brings"])).toContain("SURPRISE");
  await yard.client.call("trustFolder", { cwd, hash: String(again.data["hash"]) });
  expect((await yard.say(id, "again")).stopReason).toBe("end_turn");
});

test("the agent's shell sees the user's environment and nothing of ours", async () => {
  await using yard = await startYard({
    env: {
      MY_OWN: "kept",
      npm_config_probe: "ours",
      INIT_CWD: "/x",
      TURBO_HASH: "x",
      NODE_OPTIONS: "--no-warnings",
    },
  });
  const out = join(yard.bridge.home, "env.txt");
  const id = await yard.start({ prompt: `[[bash env > ${out}]]` });
  const { requestId } = await yard.chunk(id, "permission_request");
  await yard.client.call("approveSuggestion", { sessionId: id, requestId, decision: "allow_once" });
  await yard.ended(id, 1);
  const lines = (await readFile(out, "utf8")).split("\n");
  const names = lines.map((line) => line.split("=")[0] ?? "");
  expect(lines).toContain("MY_OWN=kept");
  const path =
    lines
      .find((line) => line.startsWith("PATH="))
      ?.slice("PATH=".length)
      .split(":") ?? [];
  expect(path.length).toBeGreaterThan(0);
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const isOurs = (entry: string): boolean =>
    entry.endsWith("/node_modules/.bin") && root.startsWith(entry.slice(0, -"node_modules/.bin".length));
  expect((process.env["PATH"] ?? "").split(":").some(isOurs)).toBe(true);
  expect(path.filter(isOurs)).toEqual([]);
  expect(names.filter((name) => /^(npm_|TURBO_|INIT_CWD$|NODE_OPTIONS$)/.test(name))).toEqual([]);
  expect(names.filter((name) => name.startsWith("SWITCHYARD_"))).toEqual(["SWITCHYARD_PROCESS"]);
});

test("prompts that look like flags or hold odd characters arrive as they are", async () => {
  await using yard = await lendYard();
  const before = yard.api.requests.length;
  const id = await yard.start({ prompt: "--dangerously-skip-permissions -h" });
  await yard.ended(id, 1);
  const prompts = ["-p", "line\u2028separator \u0000 nul 😀", "; $(touch /tmp/never) `id`", "@nothing here"];
  for (const prompt of prompts) expect((await yard.say(id, prompt)).stopReason).toBe("end_turn");
  const heard = yard.api.requests.slice(before).map((request) => request.prompt);
  expect(heard[0]).toContain("--dangerously-skip-permissions -h");
  for (const prompt of prompts) expect(heard.some((each) => each.includes(prompt))).toBe(true);
});

test("a prompt of 1 MB arrives whole", async () => {
  await using yard = await lendYard();
  const prompt = `${"0123456789abcde\n".repeat(65_536)}the end`;
  const id = await yard.start({ prompt });
  expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
  const heard = yard.api.requests.find((request) => request.promptBytes >= prompt.length);
  expect(heard?.promptSha256).toBe(createHash("sha256").update(prompt).digest("hex"));
  const message = await yard.chunk(id, "user_message");
  expect(message.truncated?.bytes).toBe(prompt.length);
  let whole = "";
  for (let offset: number | undefined = 0; offset !== undefined;) {
    const blobId = message.truncated?.blobId as NonNullable<typeof message.truncated>["blobId"];
    const part: { content: string; nextOffset?: number | undefined } = await yard.client.call("readBlob", {
      blobId,
      offset,
    });
    whole += part.content;
    offset = part.nextOffset;
  }
  expect(whole).toBe(prompt);
});

test("a prompt over the frame's limit closes that connection alone, with 1009", async () => {
  await using yard = await lendYard();
  const second = await yard.bridge.connect();
  second.raw(
    JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "startAgentSession",
      params: { prompt: "x".repeat(9 << 20) },
    }),
  );
  expect(await second.closed).toBe(1009);
  expect((await yard.client.call("listSessions", {})).sessions).toEqual([]);
});

test("empty messages, wrong ids, unknown names and frames that are no JSON get a clear answer", async () => {
  await using yard = await lendYard();
  const { client } = yard;
  expect((await client.refusal("startAgentSession", { persona: "none", prompt: " \n" })).rpcCode).toBe(
    -32602,
  );
  expect((await client.refusal("getSessionHistory", { sessionId: "x" })).rpcCode).toBe(-32602);
  const absent = SessionId.parse("00000000-0000-4000-8000-000000000000");
  expect((await client.refusal("getSessionHistory", { sessionId: absent })).code).toBe("SESSION_NOT_FOUND");
  expect((await client.refusal("sendAgentMessage", { message: "hi" })).code).toBe("NO_ACTIVE_SESSION");
  const nobody = await client.refusal("startAgentSession", { persona: "nobody" });
  expect(nobody.code).toBe("UNKNOWN_PERSONA");
  expect(nobody.message).toContain("specialist");
  const backend = await client.refusal("startAgentSession", {
    persona: "none",
    cliBackend: "other",
  });
  expect(backend).toMatchObject({ code: "UNKNOWN_BACKEND" });
  expect(backend.message).toContain("claude");
  const folder = await client.refusal("startAgentSession", {
    persona: "none",
    cwd: "/no/such/folder",
  });
  expect(folder.code).toBe("FOLDER_NOT_FOUND");
  client.raw("{this is not json");
  expect((await client.nextResponse()).error?.code).toBe(-32700);
  client.raw('{"jsonrpc":"2.0","id":"a","method":"launchRocket","params":{}}');
  expect((await client.nextResponse()).error?.code).toBe(-32601);
  expect((await client.call("listSessions", {})).sessions).toEqual([]);
});

test("the persona's text reaches the model as part of the system prompt", async () => {
  await using yard = await lendYard();
  const { prompt } = await yard.client.call("previewPrompt", { persona: "specialist" });
  expect(prompt.length).toBeGreaterThan(200);
  const id = await yard.start({
    persona: "specialist",
    prompt: "[[say ok]]",
    beadId: "sw-1",
  });
  await yard.ended(id, 1);
  expect(
    yard.api.requests.some((request) => request.system.includes(prompt.split("\n").at(-1) ?? "\0")),
  ).toBe(true);
  const { sessions } = await yard.client.call("listSessions", { beadId: "sw-1" });
  expect(sessions).toMatchObject([{ persona: "specialist", beadId: "sw-1" }]);
});

test("a CLI that prints no JSON and never answers can still be stopped", async () => {
  await using home = await makeHome();
  const fake = join(home.path, "not-claude");
  await writeFile(
    fake,
    "#!/bin/sh\ntrap '' TERM\necho banner\necho 'no such thing' >&2\nwhile :; do sleep 1; done\n",
  );
  await chmod(fake, 0o755);
  await using yard = await startYard({ home: home.path, env: { SWITCHYARD_CLAUDE: fake } });
  const id = await yard.start({ prompt: "hello" });
  await yard.chunk(id, "notice", (chunk) => chunk.code === "noise");
  await yard.client.until("agent-stderr", ({ line }) => line === "no such thing");
  await yard.client.call("stopAgentSession", { sessionId: id });
  expect((await yard.ended(id, 1)).stopReason).toBe("interrupted");
  expect(await processesOf(home.path)).toEqual([]);
});

test("no prompt, token or key is in what the bridge writes to its terminal and its files of logs", async () => {
  await using yard = await startYard({ args: ["--log-level", "trace"] });
  const id = await yard.start({ prompt: "canary-prompt-93 [[say canary-answer-93]]" });
  await yard.ended(id, 1);
  await yard.bridge.end();
  const written = yard.bridge.stderr();
  for (const secret of ["canary-prompt-93", "canary-answer-93", yard.bridge.token, "sk-ant-loopback"]) {
    expect(written).not.toContain(secret);
  }
  const files = await readdir(join(yard.bridge.home, "switchyard"), { recursive: true });
  expect(files.filter((name) => name.endsWith(".log"))).toEqual([]);
});

test("a bridge that ends while it looks at a CLI leaves nothing of that look", async () => {
  await using home = await makeHome();
  const slow = join(home.path, "slow-claude");
  await writeFile(slow, "#!/bin/sh\ntouch asked\nexec sleep 600\n");
  await chmod(slow, 0o755);
  await using yard = await startYard({ home: home.path, env: { SWITCHYARD_CLAUDE: slow } });
  const looks = watch(join(home.path, "switchyard", "probe"));
  const asked = looks[Symbol.asyncIterator]().next();
  const answer = yard.client.call("listBackends", {}).catch(() => null);
  await asked;
  await yard.bridge.end("SIGTERM");
  await answer;
  expect(await processesOf(home.path)).toEqual([]);
});

/** For a bridge whose Claude is a file in its home. */
const makeHome = () => mkdtempDisposable(join(tmpdir(), "switchyard-yard-"));
