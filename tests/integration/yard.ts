import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type {
  AgentChunk,
  ChunkOf,
  ChunkType,
  ParamsOf,
  PermissionDecision,
  SessionId,
} from "@switchyard/core/protocol";
import { type Client, startBridge, type TestBridge } from "@switchyard/testkit/bridge";
import { type ModelApi, startModelApi } from "@switchyard/testkit/model-api";

export const bridgeMain = fileURLToPath(new URL("../../apps/bridge/src/main.ts", import.meta.url));

/** A bridge with the real CLIs behind it, which talk to a model API of the test's own. */
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
  /** Waits until the agent has said something in a turn. */
  said(sessionId: SessionId, turn: number, words: string): Promise<void>;
  /** Waits for the permission request of a turn, and answers it. */
  answer(
    sessionId: SessionId,
    turn: number,
    decision: PermissionDecision,
  ): Promise<ChunkOf<"permission_request">>;
  /** What the agent said in a turn. */
  text(sessionId: SessionId, turn: number): string;
}

export interface YardOptions {
  env?: Record<string, string | undefined>;
  /** A home from an earlier yard, to go on with its data. @default a new one */
  home?: string;
  cwd?: string;
  args?: string[];
  answers?: ReadonlyMap<string, string>;
  /** What stands in the bridge's settings before it starts. @default no settings */
  settings?: (place: { api: ModelApi; home: string }) => object | Promise<object>;
}

export async function startYard(options: YardOptions = {}): Promise<Yard> {
  const api = await startModelApi(options.answers);
  const home = options.home ?? (await mkdtemp(join(tmpdir(), "switchyard-yard-")));
  if (options.settings !== undefined) await writeSettings(home, await options.settings({ api, home }));
  const bridge = await startBridge({
    main: bridgeMain,
    home,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.args === undefined ? {} : { args: options.args }),
    env: {
      ...api.env(""),
      CLAUDE_CONFIG_DIR: undefined,
      ...(await api.geminiEnv(home)),
      ...options.env,
    },
  });
  await mkdir(join(home, ".claude"), { recursive: true });
  const client = await bridge.connect();

  return {
    ...yardOf({ api, bridge, client }),
    async [Symbol.asyncDispose]() {
      const { code } = await bridge.end();
      const left = (await markedOf(bridge.home)).map(({ pid }) => pid);
      await bridge[Symbol.asyncDispose]();
      await api[Symbol.asyncDispose]();
      if (options.home === undefined) await rm(home, { recursive: true, force: true, maxRetries: 5 });
      // Else a test says no more than that its socket was closed.
      if (code !== null && code !== 0)
        throw new Error(`The bridge ended by a fault of its own: ${bridge.stderr()}`);
      // A process that outlives its bridge is a fault of every test that leaves one.
      if (left.length > 0) throw new Error(`The bridge left processes behind: ${left.join(", ")}`);
    },
  };
}

/** The yard of a bridge, as one of its clients has it. */
export function yardOf(place: Pick<Yard, "api" | "bridge" | "client">): Omit<Yard, keyof AsyncDisposable> {
  const { client } = place;

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
    ...place,
    configDir: join(place.bridge.home, ".claude"),
    chunk,
    ended,
    async said(sessionId, turn, words) {
      await client.chunks(sessionId, (chunks) => textOf(chunks, turn).includes(words));
    },
    async answer(sessionId, turn, decision) {
      const request = await chunk(sessionId, "permission_request", (each) => each.turn === turn);
      await client.call("approveSuggestion", { sessionId, requestId: request.requestId, decision });
      return request;
    },
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
    text: (sessionId, turn) => textOf(chunksOf(sessionId), turn),
  };
}

function textOf(chunks: readonly AgentChunk[], turn: number): string {
  return chunks
    .filter((each) => each.turn === turn && each.type === "agent_message")
    .map((each) => each.content)
    .join("");
}

async function writeSettings(home: string, settings: object): Promise<void> {
  const folder = join(home, "switchyard");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "settings.json"), JSON.stringify(settings));
}

/** The markers of the processes that a bridge's sessions started and whose environment names `home`. */
export async function markersOf(home: string): Promise<ReadonlySet<string>> {
  return new Set((await agentsOf(home)).map(({ marker }) => marker));
}

/** The processes that carry a marker of a bridge's sessions and whose environment names `home`. */
export async function processesOf(home: string): Promise<number[]> {
  return (await agentsOf(home)).map(({ pid }) => pid);
}

/** Less git, which is asked about a session's folder beside its start. */
async function agentsOf(home: string): Promise<Marked[]> {
  const all = await markedOf(home);
  const names = await Promise.all(
    all.map(({ pid }) => readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")),
  );
  return all.filter((_, at) => names[at]?.trim() !== "git");
}

interface Marked {
  readonly pid: number;
  readonly marker: string;
}

async function markedOf(home: string): Promise<Marked[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      const marker = /(?:^|\0)SWITCHYARD_PROCESS=([^\0]*)/.exec(environment)?.[1];
      return marker !== undefined && environment.includes(`HOME=${home}\0`)
        ? { pid: Number(pid), marker }
        : null;
    }),
  );
  return found.filter((each) => each !== null);
}
