import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, startBridge, type TestBridge } from "@switchyard/testkit/bridge";
import { afterAll, expect, test } from "vitest";
import { bridgeMain } from "./yard.ts";

/** No account of any kind, whatever the shell that runs the tests has. */
const NO_ACCOUNT = {
  ANTHROPIC_API_KEY: undefined,
  ANTHROPIC_AUTH_TOKEN: undefined,
  CLAUDE_CODE_OAUTH_TOKEN: undefined,
  CLAUDE_CONFIG_DIR: undefined,
  GEMINI_API_KEY: undefined,
  GOOGLE_API_KEY: undefined,
};

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());
let shared: Promise<TestBridge> | undefined;

/** A client of one bridge, for the tests that begin without settings and take back theirs. */
async function connect(): Promise<Client> {
  shared ??= startShared();
  return (await shared).connect();
}

async function startShared(): Promise<TestBridge> {
  const at = stack.use(await place());
  return stack.use(await at.start());
}

test("with no account the demo is the default, and serves who names no backend", async () => {
  const client = await connect();
  const { settings } = await client.call("getSettings", {});
  expect(settings).toMatchObject({ cliBackend: "demo", isBackendChosen: false, backendsOff: [] });
  const { backends } = await client.call("listBackends", {});
  expect(backends.map(({ id, state, login, isDefault }) => ({ id, state, login, isDefault }))).toEqual([
    { id: "claude", state: "not_logged_in", login: "missing", isDefault: false },
    { id: "gemini", state: "ready", login: "unknown", isDefault: false },
    { id: "demo", state: "ready", login: "ok", isDefault: true },
  ]);
  const { sessionId } = await client.call("startAgentSession", {
    persona: "none",
    prompt: "[[say Here I am.]]",
  });
  await client.call("subscribeSession", { sessionId, afterSeq: 0 });
  const chunks = await client.chunks(sessionId, (all) => all.some(({ isDone }) => isDone));
  expect(chunks.at(-1)).toMatchObject({ type: "turn_ended", stopReason: "end_turn" });
  expect(chunks.map((chunk) => (chunk.type === "agent_message" ? chunk.content : "")).join("")).toContain(
    "Here I am.",
  );
});

test("a choice is kept, a backend that is off is neither offered nor started, and both can be taken back", async () => {
  const client = await connect();
  const file = (await client.call("getSettings", {})).settingsFile;
  await client.call("listBackends", {});
  await client.call("updateSettings", { settings: { cliBackend: "gemini", backendsOff: ["claude"] } });
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ cliBackend: "gemini", backendsOff: ["claude"] });
  await client.until("settings-changed", ({ settings }) => settings.cliBackend === "gemini");
  const { backends } = await client.until(
    "backends-changed",
    ({ backends: [first] }) => first?.state === "off",
  );
  expect(backends.filter(({ isDefault }) => isDefault).map(({ id }) => id)).toEqual(["gemini"]);
  const refused = await client.refusal("startAgentSession", { persona: "none", cliBackend: "claude" });
  expect(refused).toMatchObject({ code: "BACKEND_UNAVAILABLE", data: { backendId: "claude" } });
  const back = await client.call("updateSettings", { settings: { cliBackend: null, backendsOff: [] } });
  expect(back.settings).toMatchObject({ cliBackend: "demo", isBackendChosen: false, backendsOff: [] });
  const unknown = await client.refusal("updateSettings", { settings: { backendsOff: ["nobody"] } });
  expect(unknown.code).toBe("UNKNOWN_BACKEND");
});

test("a program path is the bridge's own setting: a client can neither set nor add one", async () => {
  await using at = await place({ backends: { gemini: { path: "/nowhere/gemini" } } });
  await using bridge = await at.start();
  const client = await bridge.connect();
  const settings = {
    backends: { gemini: { path: "/bin/sh" } },
    acpBackends: [{ id: "x", command: "/bin/sh" }],
  };
  await client.call("updateSettings", { settings: { ...settings, cliBackend: "demo" } });
  const file = (await client.call("getSettings", {})).settingsFile;
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual({
    backends: { gemini: { path: "/nowhere/gemini" } },
    cliBackend: "demo",
  });
  const { backends } = await client.call("listBackends", {});
  const gemini = backends.find(({ id }) => id === "gemini");
  expect(gemini).toMatchObject({ state: "not_installed", path: null });
  expect(gemini?.reason).toContain("The settings name /nowhere/gemini, which is not there.");
  expect(backends.map(({ id }) => id)).toEqual(["claude", "gemini", "demo"]);
});

test("an id that is taken keeps the bridge from starting, with the words that help", async () => {
  await using at = await place({ acpBackends: [{ id: "gemini", displayName: "Mine", command: "mine" }] });
  await expect(at.start()).rejects.toThrow('acpBackends: the id "gemini" is taken.');
});

async function place(settings?: object) {
  const home = await mkdtemp(join(tmpdir(), "switchyard-settings-"));
  await mkdir(join(home, "switchyard"));
  if (settings !== undefined) {
    await writeFile(join(home, "switchyard", "settings.json"), JSON.stringify(settings));
  }
  return {
    start: (): Promise<TestBridge> => startBridge({ main: bridgeMain, home, env: NO_ACCOUNT }),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}
