import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BackendId, type ChunkOf, type SessionId, type SessionInfo } from "@switchyard/core/protocol";
import { type Client, connect } from "@switchyard/testkit/bridge";
import { pino } from "pino";
import { type BridgeOptions, createBridge } from "@switchyard/bridge/bridge";
import { expect, test } from "vitest";
import { ECHO_CLI, echoBackend } from "../fixtures/per-turn/backend.ts";

interface EchoYard extends AsyncDisposable {
  client: Client;
  start(prompt: string): Promise<SessionId>;
  ended(sessionId: SessionId, turn: number): Promise<ChunkOf<"turn_ended">>;
  text(turn: number): string;
}

/** A bridge in this process whose only backend runs one process a turn. */
async function startEchoYard(): Promise<EchoYard> {
  const home = await mkdtemp(join(tmpdir(), "switchyard-echo-"));
  const settings = {
    cliBackend: BackendId.parse("echo"),
    backendsOff: [],
    maxProcesses: null,
    sleepAfterMinutes: null,
    keepStoppedDays: null,
    resumesAfterLimit: false,
    sessionBudgetUsd: null,
    allowOrigins: [],
    backends: {},
    acpBackends: [],
  };
  const options: BridgeOptions = {
    cwd: home,
    port: 0,
    dataFolder: home,
    token: "a-token-of-the-test",
    settings: {
      file: join(home, "settings.json"),
      get: () => settings,
      update: () => Promise.resolve(settings),
    },
    allowOrigins: [],
    bindAddress: "127.0.0.1",
    webDist: home,
    dev: false,
    logger: pino({ level: "silent" }),
    version: "0",
    backends: [echoBackend],
    env: { ...process.env, ECHO_CLI_PROGRAM: ECHO_CLI, ECHO_CLI_HOME: home },
    ownRoots: [],
  };
  const bridge = await createBridge(options);
  const client = await connect({ port: bridge.port, token: options.token });
  return {
    client,
    async start(prompt) {
      const { sessionId } = await client.call("startAgentSession", { persona: "none", prompt });
      await client.call("subscribeSession", { sessionId, afterSeq: 0 });
      return sessionId;
    },
    async ended(sessionId, turn) {
      const isIt = (chunk: { type: string; turn: number }) =>
        chunk.type === "turn_ended" && chunk.turn === turn;
      const chunks = await client.chunks(sessionId, (all) => all.some(isIt));
      const found = chunks.find((chunk) => chunk.type === "turn_ended" && chunk.turn === turn);
      if (found?.type !== "turn_ended") throw new Error(`turn ${turn} has not ended`);
      return found;
    },
    text: (turn) =>
      client
        .received("agent-chunk")
        .filter((chunk) => chunk.type === "agent_message" && chunk.turn === turn)
        .map((chunk) => chunk.content)
        .join(""),
    async [Symbol.asyncDispose]() {
      client.close();
      await bridge.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

test("a CLI that runs one process a turn holds a conversation over several of them", async () => {
  await using yard = await startEchoYard();
  const id = await yard.start("my word is medlar");
  expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
  const { turn } = await yard.client.call("sendAgentMessage", { sessionId: id, message: "recall" });
  expect(turn).toBe(2);
  expect((await yard.ended(id, 2)).stopReason).toBe("end_turn");
  expect(yard.text(2)).toContain("my word is medlar");
  const { sessions } = await yard.client.call("listActiveSessions", {});
  expect(sessions).toMatchObject([{ status: "paused", process: "none", backendId: "echo" }]);
  expect(yard.client.received("agent-chunk").filter((chunk) => chunk.type === "notice")).toEqual([]);
  // It says nothing of it in a conversation.
  const versionOf = ({ session }: { session: SessionInfo }) => session.provenance?.backend.cliVersion ?? null;
  const told = await yard.client.until("session-updated", (update) => versionOf(update) !== null);
  expect(versionOf(told)).toMatch(/^\d+\.\d+/);
});

test("a queued message goes to a process of its own when the turn's process has ended", async () => {
  await using yard = await startEchoYard();
  const id = await yard.start("first");
  await yard.client.call("sendAgentMessage", { sessionId: id, message: "second" });
  expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
  expect((await yard.ended(id, 2)).stopReason).toBe("end_turn");
  expect(yard.text(1)).toContain("first");
  expect(yard.text(2)).toContain("second");
});

test("an exit code is told as the turn's error, an interrupt as interrupted, a refusal as refusal", async () => {
  await using yard = await startEchoYard();
  const id = await yard.start("fail 3");
  expect(await yard.ended(id, 1)).toMatchObject({
    stopReason: "process_exit",
    error: { code: "CLI_FAILED", message: "Echo CLI exited with code 3." },
  });
  await yard.client.call("sendAgentMessage", { sessionId: id, message: "hang" });
  await yard.client.until("session-updated", ({ session }) => session.process === "live");
  await yard.client.call("interruptAgentSession", { sessionId: id });
  expect((await yard.ended(id, 2)).stopReason).toBe("interrupted");
  await yard.client.call("sendAgentMessage", { sessionId: id, message: "refuse" });
  expect((await yard.ended(id, 3)).stopReason).toBe("refusal");
});

test("a backend that is not able to says so", async () => {
  await using yard = await startEchoYard();
  const id = await yard.start("hello");
  await yard.ended(id, 1);
  const mode = await yard.client.refusal("setPermissionMode", { sessionId: id, permissionMode: "plan" });
  expect(mode.code).toBe("NOT_SUPPORTED");
  const model = await yard.client.refusal("setModel", { sessionId: id, model: "x" });
  expect(model.code).toBe("NOT_SUPPORTED");
});
