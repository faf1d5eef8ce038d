import {
  type EventName,
  type EventParams,
  type MethodName,
  methods,
  type ParamsOf,
  type ResultOf,
  type RpcResponse,
  type SessionId,
} from "@switchyard/core/protocol";
import { type Incoming, readFrame } from "./frames.ts";
import { type Hello, type LinkStatus, makeLink } from "./link.ts";
import { CALL_TIMEOUT_MS, makeRequests } from "./requests.ts";
import { type ChunkListener, type Cursor, makeSubscriptions } from "./subscriptions.ts";

export interface WireOptions {
  /** `ws://HOST/rpc`. */
  readonly url: string;
  readonly token: string;
  /** The page's own version. */
  readonly version: string;
  /** @default asks `/healthz` */
  readonly isBridgeThere?: () => Promise<boolean>;
  /** @default CALL_TIMEOUT_MS */
  readonly timeoutMs?: number;
  readonly random?: () => number;
}

/** The page's one way to the bridge: calls, events and chunks, over connections that come and go. */
export interface Wire {
  readonly version: string;
  /** Calls a method. What a lost connection does to it is in `policy.ts`. Rejects with `WireError`. */
  call<M extends MethodName>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>>;
  on<E extends EventName>(event: E, listener: (params: EventParams<E>) => void): () => void;
  /** Reads a session's chunks from a cursor on, whatever the connection does. Returns its end. */
  subscribe(sessionId: SessionId, cursor: Cursor, listener: ChunkListener): () => void;
  status(): LinkStatus;
  onStatus(listener: (status: LinkStatus) => void): () => void;
  reconnectNow(): void;
  /** Finds out whether a connection that slept is still one; drops it if not. */
  checkAlive(): void;
  close(): void;
}

const ALIVE_MS = 5000;

export function makeWire(options: WireOptions): Wire {
  const requests = makeRequests(options.timeoutMs ?? CALL_TIMEOUT_MS);
  const subscriptions = makeSubscriptions(requests, () => status.state === "live");
  const listeners = new Map<EventName, Set<(params: never) => void>>();
  const statusListeners = new Set<(status: LinkStatus) => void>();
  let status: LinkStatus = { state: "connecting" };
  let aliveTimer: ReturnType<typeof setTimeout> | undefined;

  function emit<E extends EventName>(event: E, params: unknown): void {
    for (const listener of listeners.get(event) ?? []) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `readFrame` parsed them with this event's schema
      listener(params as never);
    }
  }

  const link = makeLink({
    url: options.url,
    token: options.token,
    version: options.version,
    ...(options.random && { random: options.random }),
    isBridgeThere: options.isBridgeThere ?? askHealth,
    parseHello,
    onStatus(next) {
      status = next;
      if (next.state === "refused") requests.close();
      for (const listener of [...statusListeners]) listener(next);
    },
    onOpen(write) {
      requests.connected(write);
      subscriptions.connected();
    },
    onText(text) {
      clearTimeout(aliveTimer);
      for (const message of readFrame(text)) take(message);
    },
    onClose() {
      clearTimeout(aliveTimer);
      requests.disconnected();
    },
  });

  function take(message: Incoming): void {
    switch (message.kind) {
      case "response":
        return requests.receive(message.response);
      case "chunk":
        return subscriptions.chunk(message.chunk);
      case "unreadable-chunk":
        return subscriptions.unreadable(message.params);
      case "event":
        return emit(message.name, message.params);
    }
  }

  return {
    version: options.version,
    call: (method, params) =>
      new Promise((resolve, reject) => {
        requests.send(method, params, { resolve, reject });
      }),
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    subscribe: (sessionId, cursor, listener) => subscriptions.add(sessionId, cursor, listener),
    status: () => status,
    onStatus(listener) {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    reconnectNow: () => link.reconnectNow(),
    checkAlive() {
      if (status.state === "reconnecting") return link.reconnectNow();
      if (status.state !== "live") return;
      clearTimeout(aliveTimer);
      aliveTimer = setTimeout(() => link.drop(), ALIVE_MS);
      requests.send("getActiveSessionId", {}, { resolve: () => undefined, reject: () => undefined });
    },
    close() {
      clearTimeout(aliveTimer);
      link.close();
      requests.close();
    },
  };
}

function parseHello(response: RpcResponse): Hello | "protocol" | undefined {
  if (response.error?.data?.["code"] === "PROTOCOL_UNSUPPORTED") return "protocol";
  const hello = methods.hello.result.safeParse(response.result);
  return hello.success ? hello.data : undefined;
}

async function askHealth(): Promise<boolean> {
  const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(3000) });
  return answer.ok;
}
