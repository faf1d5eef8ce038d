import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  LogId,
  type MethodName,
  methods,
  type ParamsOf,
  type ResultOf,
  RpcResponse,
  SessionId,
} from "@switchyard/core/protocol";
import { WebSocket } from "ws";
import { z } from "zod";
import { WireRefusal } from "./client.ts";

/** A chunk as a client saw it: its place, and its JSON, of a long one the beginning and a digest. */
export interface SeenChunk {
  readonly seq: number;
  readonly text: string;
}

/** What a client saw of one life of a session's log, in the order in which it came. */
export interface SeenLife {
  readonly logId: LogId;
  /** Its cursor when it began to follow. */
  readonly afterSeq: number;
  readonly seen: SeenChunk[];
}

/**
 * A client that outlives its sockets, as a page does: with each new one it goes on behind what it has seen.
 * It keeps every chunk that came, in order, and believes nothing of what it is told.
 */
export interface RecordingClient {
  readonly name: string;
  /** Opens a socket, and follows again what it followed. */
  connect(address: { port: number; token: string }): Promise<void>;
  /** Follows a session from its first chunk on, or from now on; with the next socket if not with this. */
  follow(sessionId: SessionId, from: "start" | "now"): Promise<void>;
  /** The lives of a session's log that it saw, the newest last. */
  lives(sessionId: SessionId): readonly SeenLife[];
  /** How many chunks it saw in all. */
  readonly count: number;
  /** @throws {WireRefusal} and an `Error` where the socket closes first */
  call<M extends MethodName>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>>;
  /** The answer as it came. */
  raw<M extends MethodName>(method: M, params: ParamsOf<M>): Promise<unknown>;
  /** Waits until something holds; it is looked at again whenever a frame has come. */
  until(holds: () => boolean): Promise<void>;
  /** Ends the socket without a word, and waits until nothing more comes of it. */
  cut(): Promise<void>;
  /** Waits until the socket is closed by the bridge, or by its end. */
  gone(): Promise<void>;
  /** Reads no more from the socket. */
  pause(): void;
  resume(): void;
}

export function makeRecordingClient(name: string): RecordingClient {
  const followed = new Map<SessionId, "start" | "now">();
  const lives = new Map<SessionId, SeenLife[]>();
  const pending = new Map<number, (answer: RpcResponse | null) => void>();
  const watchers = new Set<() => void>();
  let socket: WebSocket | null = null;
  let lastId = 0;
  let count = 0;

  function take(frame: unknown): void {
    for (const message of Array.isArray(frame) ? frame : [frame]) {
      const told = ChunkTold.safeParse(message);
      if (told.success) keep(told.data.params);
      else answer(message);
    }
    for (const watcher of watchers) watcher();
  }

  function keep(chunk: unknown): void {
    const { sessionId, seq } = Place.parse(chunk);
    count += 1;
    lives.get(sessionId)?.at(-1)?.seen.push(seenChunk(seq, chunk));
  }

  function answer(message: unknown): void {
    const response = RpcResponse.safeParse(message);
    if (!response.success) return;
    const id = Number(response.data.id);
    const settle = pending.get(id);
    pending.delete(id);
    settle?.(response.data);
  }

  /** `settled` is called before anything that came behind the answer is looked at. */
  function call(method: MethodName, params: object, settled?: (result: unknown) => void): Promise<unknown> {
    const id = (lastId += 1);
    return new Promise((resolve, reject) => {
      pending.set(id, (response) => {
        if (response === null)
          return reject(new Error(`The socket of ${name} closed before an answer came.`));
        if (response.error !== undefined) return reject(new WireRefusal(response.error));
        settled?.(response.result);
        resolve(response.result);
      });
      if (socket?.readyState !== WebSocket.OPEN) return pending.get(id)?.(null);
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    });
  }

  async function subscribe(sessionId: SessionId): Promise<void> {
    const life = lives.get(sessionId)?.at(-1);
    const isFromStart = followed.get(sessionId) === "start";
    const afterSeq = life?.seen.at(-1)?.seq ?? life?.afterSeq ?? (isFromStart ? 0 : undefined);
    const cursor = afterSeq === undefined ? {} : { afterSeq };
    const known = life === undefined ? {} : { logId: life.logId };
    await call("subscribeSession", { sessionId, ...cursor, ...known }, (result) => {
      const { lastSeq, logId, reset } = Subscribed.parse(result);
      if (life !== undefined && reset !== true) return;
      const begun = { logId, afterSeq: reset === true ? 0 : (afterSeq ?? lastSeq), seen: [] };
      lives.set(sessionId, [...(lives.get(sessionId) ?? []), begun]);
    });
  }

  async function gone(): Promise<void> {
    if (socket !== null && socket.readyState !== WebSocket.CLOSED) await once(socket, "close");
  }

  function closed(): void {
    for (const settle of [...pending.values()]) settle(null);
    pending.clear();
    for (const watcher of watchers) watcher();
  }

  return {
    name,
    async connect({ port, token }) {
      const headers = { authorization: `Bearer ${token}` };
      const fresh = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers, maxPayload: 0 });
      // Its reason comes with "close".
      fresh.on("error", () => undefined);
      fresh.on("message", (data: Buffer) => take(JSON.parse(data.toString())));
      fresh.once("close", () => socket === fresh && closed());
      await once(fresh, "open");
      socket = fresh;
      await call("hello", { client: { name, version: "0" }, protocol: 1 });
      for (const sessionId of followed.keys()) await subscribe(sessionId);
    },
    follow(sessionId, from) {
      followed.set(sessionId, from);
      return subscribe(sessionId);
    },
    lives: (sessionId) => lives.get(sessionId) ?? [],
    get count() {
      return count;
    },
    raw: (method, params) => call(method, params),
    call: async (method, params) => parseResult(method, await call(method, params)),
    until: (holds) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!holds()) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    gone,
    cut() {
      socket?.terminate();
      return gone();
    },
    pause: () => socket?.pause(),
    resume: () => socket?.resume(),
  };
}

function parseResult<M extends MethodName>(method: M, result: unknown): ResultOf<M> {
  return methods[method].result.parse(result) as ResultOf<M>;
}

/** A chunk as it is kept, for a client's history or a log's. */
export function seenChunk(seq: number, chunk: unknown): SeenChunk {
  const text = JSON.stringify(chunk);
  if (text.length <= LONGEST_KEPT) return { seq, text };
  const digest = createHash("sha256").update(text).digest("hex");
  return { seq, text: `${text.slice(0, LONGEST_KEPT)}… ${text.length} ${digest}` };
}

/** So that a client which sees 100 MB does not keep them. */
const LONGEST_KEPT = 2_000;

const ChunkTold = z.object({ method: z.literal("agent-chunk"), params: z.unknown() });
const Place = z.object({ sessionId: SessionId, seq: z.number() });
const Subscribed = z.object({ lastSeq: z.number(), logId: LogId, reset: z.boolean().optional() });
