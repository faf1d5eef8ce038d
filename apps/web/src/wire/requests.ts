import {
  ErrorCode,
  MAX_FRAME_IN,
  type MethodName,
  methods,
  type ParamsOf,
  type ResultOf,
  RpcCode,
  type RpcErrorBody,
  type RpcResponse,
} from "@switchyard/core/protocol";
import { patience, policies } from "./policy.ts";
import { WireError } from "./wire-error.ts";

/** Milliseconds that a call which was sent waits for its answer, unless it has a `patience` of its own. @default 30_000 */
export const CALL_TIMEOUT_MS = 30_000;

/** Calls under way. Every call ends exactly once: a result, the bridge's error, `TIMEOUT` or `CLOSED`. */
export interface Requests {
  /** `settle` runs within `receive`, before the next message of the same frame is looked at. */
  send<M extends MethodName>(method: M, params: ParamsOf<M>, settle: Settle<ResultOf<M>>): void;
  connected(write: (text: string) => void): void;
  disconnected(): void;
  receive(response: RpcResponse): void;
  /** Ends every call, held ones too. */
  close(): void;
}

export interface Settle<R> {
  resolve(result: R): void;
  reject(error: WireError): void;
}

interface Open {
  readonly id: number;
  readonly method: MethodName;
  readonly text: string;
  sent: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
  finish(outcome: { result: unknown } | { error: WireError }): void;
}

export function makeRequests(timeoutMs: number = CALL_TIMEOUT_MS): Requests {
  const open = new Map<number, Open>();
  let write: ((text: string) => void) | undefined;
  let lastId = 0;
  let isClosed = false;

  function end(request: Open, outcome: { result: unknown } | { error: WireError }): void {
    clearTimeout(request.timer);
    open.delete(request.id);
    request.finish(outcome);
  }

  function transmit(request: Open): void {
    request.sent = true;
    const { method } = request;
    request.timer = setTimeout(
      () => end(request, { error: timedOut(method) }),
      patience[method] ?? timeoutMs,
    );
    write?.(request.text);
  }

  return {
    send(method, params, settle) {
      lastId += 1;
      const request: Open = {
        id: lastId,
        method,
        text: JSON.stringify({ jsonrpc: "2.0", id: lastId, method, params }),
        sent: false,
        timer: undefined,
        finish: (outcome) => finish(method, outcome, settle),
      };
      open.set(request.id, request);
      if (isClosed) return end(request, { error: closed() });
      if (isTooLarge(request.text)) return end(request, { error: tooLarge() });
      if (write !== undefined) return transmit(request);
      if (policies[method] === "never") end(request, { error: closed() });
    },
    connected(newWrite) {
      write = newWrite;
      for (const request of [...open.values()]) if (!request.sent) transmit(request);
    },
    disconnected() {
      write = undefined;
      for (const request of [...open.values()]) {
        if (!request.sent) continue;
        clearTimeout(request.timer);
        if (policies[request.method] === "always") request.sent = false;
        else end(request, { error: closed() });
      }
    },
    receive(response) {
      const request = typeof response.id === "number" ? open.get(response.id) : undefined;
      if (request === undefined) return;
      if (response.error === undefined) end(request, { result: response.result });
      else end(request, { error: toError(response.error) });
    },
    close() {
      isClosed = true;
      write = undefined;
      for (const request of [...open.values()]) end(request, { error: closed() });
    },
  };
}

function finish<M extends MethodName>(
  method: M,
  outcome: { result: unknown } | { error: WireError },
  settle: Settle<ResultOf<M>>,
): void {
  if ("error" in outcome) return settle.reject(outcome.error);
  const parsed = methods[method].result.safeParse(outcome.result);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema is this method's; the union of all loses that
  if (parsed.success) settle.resolve(parsed.data as ResultOf<M>);
  else
    settle.reject(new WireError("BRIDGE_FAULT", `The bridge's answer to ${method} does not fit this page.`));
}

function toError(error: RpcErrorBody): WireError {
  const data = error.data ?? {};
  const code = ErrorCode.safeParse(data["code"]);
  if (code.success) return new WireError(code.data, error.message, data);
  if (error.code === RpcCode.INVALID_PARAMS) return new WireError("INVALID_PARAMS", error.message, data);
  if (error.code === RpcCode.METHOD_NOT_FOUND) return new WireError("METHOD_NOT_FOUND", error.message, data);
  return new WireError("BRIDGE_FAULT", error.message, data);
}

/** A longer frame would cost the whole connection. */
function isTooLarge(text: string): boolean {
  if (text.length * 3 <= MAX_FRAME_IN) return false;
  return new TextEncoder().encode(text).length > MAX_FRAME_IN;
}

function tooLarge(): WireError {
  const limit = MAX_FRAME_IN / (1024 * 1024);
  return new WireError(
    "TOO_LARGE",
    `This is longer than the bridge takes in one piece (${limit} MiB). Shorten it, or put it into a file.`,
  );
}

function timedOut(method: MethodName): WireError {
  return new WireError("TIMEOUT", "The bridge did not answer in time.", { method });
}

function closed(): WireError {
  return new WireError("CLOSED", "The connection to the bridge was lost before it answered.");
}
