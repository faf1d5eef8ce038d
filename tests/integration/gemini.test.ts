import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { processesOf, startYard, type Yard } from "./yard.ts";

const cliBackend = "gemini";
const geminiProgram = createRequire(import.meta.url)
  .resolve("@google/gemini-cli/package.json")
  .replace("package.json", "bundle/gemini.js");

test(
  "two sessions that start at once in one folder both keep their conversation through stop and resume",
  { timeout: 120_000 },
  async () => {
    await using yard = await startYard();
    const words = ["plum", "pear"];
    const ids = await Promise.all(
      words.map((word) => yard.start({ cliBackend, prompt: `my word is ${word}` })),
    );
    await Promise.all(ids.map((id) => yard.ended(id, 1)));
    for (const id of ids) await yard.client.call("stopAgentSession", { sessionId: id });
    await Promise.all(ids.map((sessionId) => yard.client.call("resumeSession", { sessionId })));
    await Promise.all(ids.map((id) => yard.say(id, "[[remember]]")));
    for (const [index, id] of ids.entries()) {
      expect(yard.text(id, 2)).toBe(`I remember: ["my word is ${words[index]}"]`);
    }
    expect(reseeds(yard)).toEqual([]);
  },
);

test(
  "a conversation outlives other geminis that are started in its folder between two resumes",
  { timeout: 120_000 },
  async () => {
    await using yard = await startYard();
    const id = await yard.start({ cliBackend, prompt: "my word is plum" });
    await yard.ended(id, 1);
    for (const turn of [2, 3]) {
      await yard.client.call("stopAgentSession", { sessionId: id });
      // One leaves a conversation without a prompt, the next clears up what has none.
      for (const prompt of [undefined, "hello"]) await geminiByHand(yard, prompt);
      await yard.client.call("resumeSession", { sessionId: id });
      expect((await yard.say(id, "[[remember]]")).stopReason).toBe("end_turn");
      expect(yard.text(id, turn)).toContain("my word is plum");
    }
    for (const pid of await processesOf(yard.bridge.home)) process.kill(pid, "SIGKILL");
    await yard.client.until("session-updated", ({ session }) => session.process === "none");
    await geminiByHand(yard, undefined);
    expect((await yard.say(id, "[[remember]]")).stopReason).toBe("end_turn");
    expect(yard.text(id, 4)).toContain("my word is plum");
    expect(reseeds(yard)).toEqual([]);
  },
);

test("a conversation that Gemini no longer has is seeded anew from the log, and says so", async () => {
  await using yard = await startYard();
  const id = await yard.start({ cliBackend, prompt: "my word is quince" });
  await yard.ended(id, 1);
  await yard.client.call("stopAgentSession", { sessionId: id });
  await rm(join(yard.bridge.home, ".gemini", "tmp"), { recursive: true });
  await yard.client.call("resumeSession", { sessionId: id });
  expect((await yard.say(id, "which word was it?")).stopReason).toBe("end_turn");
  expect(await yard.chunk(id, "notice", (chunk) => chunk.code === "reseeded")).toMatchObject({ turn: 2 });
  const sent = yard.api.requests.findLast((request) => request.prompt.includes("which word was it?"));
  expect(sent?.prompt).toContain("my word is quince");
  const chunks = yard.client.received("agent-chunk");
  expect(chunks.filter((chunk) => chunk.type === "turn_ended")).toHaveLength(2);
  expect(chunks.filter((chunk) => chunk.type === "user_message")).toHaveLength(2);
});

test("whether Gemini is logged in is unknown until a prompt tells", async () => {
  await using yard = await startYard();
  const login = async (): Promise<unknown> => {
    const { backends } = await yard.client.call("listBackends", {});
    return backends.find((backend) => backend.id === cliBackend);
  };
  expect(await login()).toMatchObject({ login: "unknown", state: "ready", version: "0.61.0" });
  const id = await yard.start({ cliBackend, prompt: "[[error 401]]" });
  expect(await yard.ended(id, 1)).toMatchObject({
    stopReason: "error",
    error: { code: "CLI_NOT_LOGGED_IN" },
  });
  expect(await login()).toMatchObject({ login: "missing", state: "not_logged_in" });
  await yard.say(id, "[[say in again]]");
  expect(await login()).toMatchObject({ login: "ok", state: "ready" });
});

test("a Gemini without a key says so in that session, with what to do", async () => {
  await using yard = await startYard({ env: { GEMINI_API_KEY: undefined } });
  const id = await yard.start({ cliBackend, prompt: "hello" });
  const end = await yard.ended(id, 1);
  expect(end).toMatchObject({ stopReason: "error", error: { code: "CLI_NOT_LOGGED_IN" } });
  expect(end.error?.message).toContain("GEMINI_API_KEY");
});

test("what Gemini can do is told once it has been spoken with, and kept for the bridge's next life", async () => {
  await using yard = await startYard();
  const id = await yard.start({ cliBackend, prompt: "[[say hello]]" });
  await yard.ended(id, 1);
  const models = async (of: Yard): Promise<string[]> => {
    const { backends } = await of.client.call("listBackends", {});
    const gemini = backends.find((backend) => backend.id === cliBackend);
    return (gemini?.capabilities.models ?? []).map((model) => model.id);
  };
  const told = await models(yard);
  expect(told).toContain("gemini-2.5-pro");
  await yard.client.call("setModel", { sessionId: id, model: "gemini-2.5-pro" });
  await yard.say(id, "[[say by another]]");
  expect(yard.api.requests.at(-1)?.model).toBe("gemini-2.5-pro");
  await yard.bridge.end();
  await using next = await startYard({ home: yard.bridge.home });
  expect(await models(next)).toEqual(told);
});

/** Conversations that had to be begun anew. */
function reseeds(yard: Yard): unknown[] {
  return yard.client
    .received("agent-chunk")
    .filter((chunk) => chunk.type === "notice" && chunk.code === "reseeded");
}

/** A gemini that the user starts in the same folder: it opens a conversation, says what it is told, and is killed. */
async function geminiByHand(yard: Yard, prompt: string | undefined): Promise<void> {
  const env = await yard.api.geminiEnv(yard.bridge.home);
  const child = spawn(process.execPath, [geminiProgram, "--acp", "--skip-trust"], {
    cwd: yard.bridge.cwd,
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
      GEMINI_CLI_NO_RELAUNCH: "1",
      ...env,
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const lines = createInterface({ input: child.stdout });
  const ask = (id: number, method: string, params: object): Promise<string> =>
    new Promise((resolve) => {
      lines.on("line", (line) => {
        if (line.includes(`"id":${id},"result"`)) resolve(line);
      });
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    });
  await ask(1, "initialize", { protocolVersion: 1, clientCapabilities: {} });
  const opened = await ask(2, "session/new", { cwd: yard.bridge.cwd, mcpServers: [] });
  const sessionId = /"sessionId":"([^"]+)"/.exec(opened)?.[1];
  if (prompt !== undefined) {
    await ask(3, "session/prompt", { sessionId, prompt: [{ type: "text", text: prompt }] });
  }
  child.kill("SIGKILL");
  await once(child, "exit");
}

test(
  "a folder's .env, which Gemini takes its variables from, is shown before the first start: names, never values",
  { timeout: 120_000 },
  async () => {
    await using yard = await startYard();
    await writeFile(join(yard.bridge.cwd, ".env"), "NODE_OPTIONS=--a-secret\n");
    const params = { persona: "none", cliBackend, prompt: "[[say Here.]]" } as const;
    const refused = await yard.client.refusal("startAgentSession", params);
    expect(refused.code).toBe("FOLDER_NOT_TRUSTED");
    expect(refused.data["brings"]).toEqual([{ file: ".env", kind: "environment", detail: ["NODE_OPTIONS"] }]);
    expect(JSON.stringify(refused.data)).not.toContain("a-secret");
    // Other programs take nothing from it.
    const id = await yard.start({ cliBackend: "demo", prompt: "[[say Not asked.]]" });
    await yard.ended(id, 1);
    const hash = String(refused.data["hash"]);
    await yard.client.call("trustFolder", { cwd: yard.bridge.cwd, hash });
    await writeFile(join(yard.bridge.cwd, ".env"), "# nothing any more\n");
    const trusted = await yard.start({ cliBackend, prompt: "[[say Here.]]" });
    await yard.ended(trusted, 1);
    expect(yard.text(trusted, 1)).toBe("Here.");
    await writeFile(join(yard.bridge.cwd, ".env"), "NODE_OPTIONS=--another\n");
    expect((await yard.client.refusal("startAgentSession", params)).code).toBe("FOLDER_NOT_TRUSTED");
  },
);
