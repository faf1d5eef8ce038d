import { once } from "node:events";
import {
  type AgentChunk,
  type EventName,
  type EventParams,
  eventName,
  events,
  type MethodName,
  methods,
  type ParamsOf,
  type ResultOf,
  RpcResponse,
  ServerFrame,
  type SessionId,
} from "@switchyard/core/protocol";
import { WebSocket } from "ws";

/** A program that speaks the wire, as simple as it can be: what it gets it keeps. */
export interface Client {
  call<M extends MethodName>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>>;
  /** The error that a call ends with; a call that succeeds is a failure of the test. */
  refusal<M extends MethodName>(method: M, params: ParamsOf<M>): Promise<WireRefusal>;
  /** Sends a frame as it is. */
  raw(frame: string): void;
  /** The newest event of a kind that fits, waiting for it. */
  until<E extends EventName>(event: E, fits: (params: EventParams<E>) => boolean): Promise<EventParams<E>>;
  /** Waits until the kept chunks of a session fit; they are in the order they came. */
  chunks(
    sessionId: SessionId,
    fits: (chunks: readonly AgentChunk[]) => boolean,
  ): Promise<readonly AgentChunk[]>;
  /** What was received of an event, in order. */
  received<E extends EventName>(event: E): readonly EventParams<E>[];
  /** Waits for a frame that is no event: the answer to `raw`. */
  nextResponse(): Promise<RpcResponse>;
  /** The code the socket was closed with. */
  readonly closed: Promise<number>;
  close(): void;
}

export class WireRefusal extends Error {
  readonly rpcCode: number;
  readonly code: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(error: NonNullable<RpcResponse["error"]>) {
    const code = typeof error.data?.["code"] === "string" ? error.data["code"] : undefined;
    super(`${code ?? error.code}: ${error.message}`);
    this.rpcCode = error.code;
    this.data = error.data ?? {};
    this.code = code;
  }
}

/** Connects as a program does, with the token in a header, and says hello. */
export async function connect(address: { port: number; token: string }): Promise<Client> {
  const socket = new WebSocket(`ws://127.0.0.1:${address.port}/rpc`, {
    headers: { authorization: `Bearer ${address.token}` },
    maxPayload: 0,
  });
  await once(socket, "open");
  const client = makeClient(socket);
  await client.call("hello", { client: { name: "test", version: "0" }, protocol: 1 });
  return client;
}

type Kept = { [E in EventName]: EventParams<E>[] };

function makeClient(socket: WebSocket): Client {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const kept = Object.fromEntries(Object.keys(events).map((name) => [name, []])) as unknown as Kept;
  const watchers = new Set<() => void>();
  const responses: RpcResponse[] = [];
  let lastId = 0;

  const closed = once(socket, "close").then(([code]) => {
    for (const { reject } of waiting.values()) reject(new Error(`The socket closed with ${String(code)}.`));
    waiting.clear();
    notify();
    return Number(code);
  });
  socket.on("message", (data: Buffer) => {
    const frame = ServerFrame.parse(JSON.parse(data.toString()));
    for (const each of Array.isArray(frame) ? frame : [frame]) take(each);
    notify();
  });

  function take(message: Exclude<ServerFrame, unknown[]>): void {
    if ("method" in message) {
      const name = eventName(message.method);
      if (name !== undefined) keep(name, message.params);
      return;
    }
    const response = RpcResponse.parse(message);
    const call = waiting.get(Number(response.id));
    if (response.id === null || call === undefined) {
      responses.push(response);
      return;
    }
    waiting.delete(Number(response.id));
    if (response.error === undefined) call.resolve(response.result);
    else call.reject(new WireRefusal(response.error));
  }

  function keep<E extends EventName>(name: E, params: unknown): void {
    kept[name].push(events[name].params.parse(params) as EventParams<E>);
  }

  function notify(): void {
    for (const watcher of watchers) watcher();
  }

  /** Waits until `look` finds something; it looks again whenever a frame has come. */
  function watch<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const found = look();
        if (found === undefined && socket.readyState === WebSocket.OPEN) return;
        watchers.delete(check);
        if (found === undefined) reject(new Error("The socket closed while the test waited."));
        else resolve(found);
      };
      watchers.add(check);
      check();
    });
  }

  async function call<M extends MethodName>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    const id = (lastId += 1);
    const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    return methods[method].result.parse(await answer) as ResultOf<M>;
  }

  return {
    call,
    closed,
    async refusal(method, params) {
      const answer: unknown = await call(method, params).catch((error: unknown) => error);
      if (answer instanceof WireRefusal) return answer;
      throw new Error(`${method} was expected to be refused, but: ${JSON.stringify(answer)}`);
    },
    raw: (frame) => socket.send(frame),
    nextResponse: () => watch(() => responses.shift()),
    until: (event, fits) => watch(() => kept[event].findLast((params) => fits(params))),
    chunks: (sessionId, fits) =>
      watch(() => {
        const own = kept["agent-chunk"].filter((chunk) => chunk.sessionId === sessionId);
        return fits(own) ? own : undefined;
      }),
    received: (event) => kept[event],
    close: () => socket.close(),
  };
}
