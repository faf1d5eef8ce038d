import { PROTOCOL_VERSION, type ResultOf, RpcResponse, SUBPROTOCOL } from "@switchyard/core/protocol";
import { backoff } from "./backoff.ts";

/** How the page stands to the bridge. */
export type LinkStatus =
  | { readonly state: "connecting" }
  | { readonly state: "live"; readonly hello: Hello }
  /** `attempt` counts from 1; `retryAt` (Unix ms) is null while it is under way; `since` when it was lost. */
  | {
      readonly state: "reconnecting";
      readonly attempt: number;
      readonly retryAt: number | null;
      readonly since: number;
    }
  /** The bridge answers and does not let this page in; nothing is tried again. */
  | { readonly state: "refused"; readonly because: "token" | "rotated" | "protocol" };

export type Hello = ResultOf<"hello">;

export interface LinkOptions {
  readonly url: string;
  readonly token: string;
  readonly version: string;
  /** Whether the bridge answers at all, asked when a socket was refused: a page cannot see a 401. */
  readonly isBridgeThere: () => Promise<boolean>;
  readonly onStatus: (status: LinkStatus) => void;
  readonly onOpen: (write: (text: string) => void) => void;
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
  readonly parseHello: (response: RpcResponse) => Hello | "protocol" | undefined;
  readonly random?: () => number;
}

/** One connection after another: opens the socket, says hello, comes back when it is lost. */
export interface Link {
  /** Does not wait for the next try. */
  reconnectNow(): void;
  /** Ends this socket; the next one is tried at once. */
  drop(): void;
  close(): void;
}

const ROTATED = 4001;
/** A frame that no request of ours has as its id. */
const HELLO_ID = 0;
/** From opening the socket to the bridge's answer to hello. */
const HELLO_TIMEOUT_MS = 10_000;

export function makeLink(options: LinkOptions): Link {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let refusals = 0;
  let since: number | undefined;
  let isClosed = false;

  function open(): void {
    clearTimeout(timer);
    timer = undefined;
    const current = new WebSocket(options.url, [SUBPROTOCOL, `token.${options.token}`]);
    let wasOpen = false;
    let isReady = false;
    socket = current;
    const patience = setTimeout(() => current.close(), HELLO_TIMEOUT_MS);
    current.addEventListener("open", () => {
      wasOpen = true;
      current.send(helloText(options.version));
    });
    current.addEventListener("message", (event: MessageEvent<unknown>) => {
      if (socket !== current || typeof event.data !== "string") return;
      if (isReady) return options.onText(event.data);
      const hello = options.parseHello(helloResponse(event.data));
      if (hello === undefined) return current.close();
      clearTimeout(patience);
      if (hello === "protocol") return refuse("protocol");
      isReady = true;
      attempt = 0;
      refusals = 0;
      since = undefined;
      options.onStatus({ state: "live", hello });
      options.onOpen((text) => current.send(text));
    });
    current.addEventListener("close", (event) => {
      clearTimeout(patience);
      if (socket !== current) return;
      socket = undefined;
      options.onClose();
      if (isClosed) return;
      if (event.code === ROTATED) return refuse("rotated");
      if (wasOpen) return retry();
      void options.isBridgeThere().then(refusedOrAway, () => retry());
    });
  }

  /** Refused twice by a bridge that answers: it is the token. Once may be a bridge that just came up. */
  function refusedOrAway(isThere: boolean): void {
    if (isClosed || socket !== undefined) return;
    refusals = isThere ? refusals + 1 : 0;
    if (refusals >= 2) return refuse("token");
    retry();
  }

  function retry(): void {
    if (isClosed) return;
    attempt += 1;
    since ??= Date.now();
    const wait = backoff(attempt, options.random);
    options.onStatus({ state: "reconnecting", attempt, retryAt: Date.now() + wait, since });
    clearTimeout(timer);
    timer = setTimeout(() => tryNow(), wait);
  }

  function tryNow(): void {
    options.onStatus({ state: "reconnecting", attempt, retryAt: null, since: since ?? Date.now() });
    open();
  }

  function refuse(because: "token" | "rotated" | "protocol"): void {
    close();
    options.onStatus({ state: "refused", because });
  }

  function close(): void {
    isClosed = true;
    clearTimeout(timer);
    const current = socket;
    socket = undefined;
    current?.close();
    if (current !== undefined) options.onClose();
  }

  options.onStatus({ state: "connecting" });
  open();
  return {
    reconnectNow() {
      if (timer === undefined || socket !== undefined || isClosed) return;
      tryNow();
    },
    drop() {
      const current = socket;
      if (current === undefined || isClosed) return;
      socket = undefined;
      current.close();
      options.onClose();
      attempt = 0;
      since = Date.now();
      tryNow();
    },
    close,
  };
}

function helloText(version: string): string {
  const params = { client: { name: "switchyard-web", version }, protocol: PROTOCOL_VERSION };
  return JSON.stringify({ jsonrpc: "2.0", id: HELLO_ID, method: "hello", params });
}

function helloResponse(text: string): RpcResponse {
  try {
    return RpcResponse.parse(JSON.parse(text));
  } catch {
    return { jsonrpc: "2.0", id: null };
  }
}
