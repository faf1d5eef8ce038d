import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AgentChunk, ChunkOf, ChunkType, ParamsOf, SessionId } from "@switchyard/core/protocol";
import { type Client, startBridge, type TestBridge } from "@switchyard/testkit/bridge";
import { type ModelApi, startModelApi } from "@switchyard/testkit/model-api";

export const bridgeMain = fileURLToPath(new URL("../../apps/bridge/src/main.ts", import.meta.url));

/** A bridge with the real Claude Code behind it, which talks to a model API of the test's own. */
export interface Yard extends AsyncDisposable {
  readonly api: ModelApi;
  readonly bridge: TestBridge;
  readonly client: Client;
  /** Where Claude Code keeps its state. */
  readonly configDir: string;
  /** Starts a session, subscribed from its first chunk. */
  start(params?: Partial<ParamsOf<"startAgentSession">>): Promise<SessionId>;
  /** Sends a message and waits for the end of the turn it opens. */
  say(sessionId: SessionId, message: string): Promise<ChunkOf<"turn_ended">>;
  /** Waits for the end of a turn. */
  ended(sessionId: SessionId, turn: number): Promise<ChunkOf<"turn_ended">>;
  /** Waits for a chunk of a type. */
  chunk<T extends ChunkType>(
    sessionId: SessionId,
    type: T,
    fits?: (chunk: ChunkOf<T>) => boolean,
  ): Promise<ChunkOf<T>>;
  /** What the agent said in a turn. */
  text(sessionId: SessionId, turn: number): string;
}

export async function startYard(
  options: {
    env?: Record<string, string | undefined>;
    home?: string;
    cwd?: string;
    args?: string[];
    answers?: ReadonlyMap<string, string>;
  } = {},
): Promise<Yard> {
  const api = await startModelApi(options.answers);
  const bridge = await startBridge({
    main: bridgeMain,
    ...(options.home === undefined ? {} : { home: options.home }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.args === undefined ? {} : { args: options.args }),
    env: { ...api.env(""), CLAUDE_CONFIG_DIR: undefined, ...options.env },
  });
  const configDir = join(bridge.home, ".claude");
  await mkdir(configDir, { recursive: true });
  const client = await bridge.connect();

  const chunksOf = (sessionId: SessionId): AgentChunk[] =>
    client.received("agent-chunk").filter((chunk) => chunk.sessionId === sessionId);

  async function chunk<T extends ChunkType>(
    sessionId: SessionId,
    type: T,
    fits: (chunk: ChunkOf<T>) => boolean = () => true,
  ): Promise<ChunkOf<T>> {
    const isIt = (each: AgentChunk): each is ChunkOf<T> => each.type === type && fits(each as ChunkOf<T>);
    const chunks = await client.chunks(sessionId, (all) => all.some(isIt));
    const found = chunks.find(isIt);
    if (found === undefined) throw new Error(`no ${type}`);
    return found;
  }

  const ended = (sessionId: SessionId, turn: number): Promise<ChunkOf<"turn_ended">> =>
    chunk(sessionId, "turn_ended", (each) => each.turn === turn);

  return {
    api,
    bridge,
    client,
    configDir,
    chunk,
    ended,
    async start(params = {}) {
      const { sessionId } = await client.call("startAgentSession", {
        persona: "none",
        cliBackend: "claude",
        ...params,
      });
      await client.call("subscribeSession", { sessionId, afterSeq: 0 });
      return sessionId;
    },
    async say(sessionId, message) {
      const { turn } = await client.call("sendAgentMessage", { sessionId, message });
      if (turn === undefined) throw new Error("The message waits instead of starting a turn.");
      return ended(sessionId, turn);
    },
    text: (sessionId, turn) =>
      chunksOf(sessionId)
        .filter((each) => each.turn === turn && each.type === "agent_message")
        .map((each) => each.content)
        .join(""),
    async [Symbol.asyncDispose]() {
      await bridge.end();
      const left = await processesOf(bridge.home);
      await bridge[Symbol.asyncDispose]();
      await api[Symbol.asyncDispose]();
      // A process that outlives its bridge is a fault of every test that leaves one.
      if (left.length > 0) throw new Error(`The bridge left processes behind: ${left.join(", ")}`);
    },
  };
}

/** The processes that carry a marker of a bridge's sessions and whose environment names `home`. */
export async function processesOf(home: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      return environment.includes("SWITCHYARD_PROCESS=") && environment.includes(`HOME=${home}\0`)
        ? Number(pid)
        : null;
    }),
  );
  return found.filter((pid) => pid !== null);
}
