import {
  MAX_FRAME_OUT,
  methodName,
  methods,
  PROTOCOL_VERSION,
  RpcCode,
  RpcId,
  RpcRequest,
  InvalidParamsError,
  SwitchyardError,
} from "@switchyard/core/protocol";
import type { MethodName, ParsedParamsOf } from "@switchyard/core/protocol";
import type { Logger } from "pino";
import { z } from "zod";
import { parseJson } from "../parse-json.ts";
import type { Delivery, Peer } from "./delivery.ts";
import type { HandledMethod, Handlers } from "./handlers.ts";

/** One socket as calls see it. */
export interface Caller extends Peer {
  /** Whether it has said `hello`. */
  greeted: boolean;
}

export interface DispatchOptions {
  readonly handlers: Handlers;
  readonly delivery: Delivery;
  readonly version: string;
  readonly logger: Logger;
  /** Resolves once everything that was changed before is kept. */
  readonly kept: () => Promise<void>;
  /** A caller has said hello for the first time. @default nobody is told */
  readonly greeted?: () => void;
}

/**
 * Takes one frame of a caller and answers it. The handler starts before this returns, so a socket's
 * calls start in their order; the promise settles, and never rejects, when the answer is out.
 */
export type Dispatch = (frame: string | undefined, caller: Caller) => Promise<void>;

/** `frame` undefined stands for one that is not text. */
export function createDispatch(options: DispatchOptions): Dispatch {
  return async (frame, caller) => {
    const request = readRequest(frame);
    if (!request.ok) return caller.outbox.send(failure(request.id, request.error));
    const { id, method, params } = request;
    const answer = (text: string): void => {
      if (id !== undefined) caller.outbox.send(text);
    };
    try {
      const { result, after } = await perform(options, caller, { method, params });
      answer(success(id ?? null, result));
      after?.();
    } catch (error) {
      answer(failure(id ?? null, errorBody(error, method, options.logger)));
    }
  };
}

type Id = z.infer<typeof RpcId>;
interface ErrorBody {
  readonly code: number;
  readonly message: string;
  readonly data?: Readonly<Record<string, unknown>>;
}
type Request =
  | { readonly ok: true; readonly id: Id | undefined; readonly method: string; readonly params: unknown }
  | { readonly ok: false; readonly id: Id | null; readonly error: ErrorBody };

/** A fault that JSON-RPC has its own code for. */
class RpcFault extends Error {
  readonly body: ErrorBody;

  constructor(body: ErrorBody) {
    super(body.message);
    this.name = "RpcFault";
    this.body = body;
  }
}

const Envelope = RpcRequest.extend({ params: z.unknown().optional() });
const WithId = z.object({ id: RpcId });

function readRequest(frame: string | undefined): Request {
  if (frame === undefined) return refused(null, RpcCode.INVALID_REQUEST, "Frames must be text.");
  const value = parseJson(frame);
  if (value === undefined) return refused(null, RpcCode.PARSE_ERROR, "The frame is not JSON.");
  if (Array.isArray(value)) {
    return refused(null, RpcCode.INVALID_REQUEST, "Send one call a frame, not a batch.");
  }
  const envelope = Envelope.safeParse(value);
  const { params } = envelope.data ?? {};
  // By the standard a list is a valid shape; that no method here takes one is said of its parameters.
  const isShape =
    envelope.success && (params === undefined || (typeof params === "object" && params !== null));
  if (isShape) return { ok: true, id: envelope.data.id, method: envelope.data.method, params: params ?? {} };
  const id = WithId.safeParse(value).data?.id ?? null;
  return refused(id, RpcCode.INVALID_REQUEST, "The frame is not a JSON-RPC 2.0 request.");
}

interface Outcome {
  readonly result: unknown;
  /** What follows the answer on the wire. */
  readonly after?: () => void;
}

function perform(
  options: DispatchOptions,
  caller: Caller,
  call: { method: string; params: unknown },
): Outcome | Promise<Outcome> {
  if (!caller.greeted && call.method !== "hello") {
    throw new SwitchyardError("HELLO_FIRST", "Call hello first.");
  }
  const name = methodName(call.method);
  if (name === undefined) {
    throw new RpcFault({ code: RpcCode.METHOD_NOT_FOUND, message: "There is no such method." });
  }
  switch (name) {
    case "hello":
      return { result: hello(options, caller, parseParams(name, call.params)) };
    case "subscribeSession": {
      const { result, begin } = options.delivery.subscribe(caller, parseParams(name, call.params));
      return { result, after: begin };
    }
    case "unsubscribeSession":
      options.delivery.unsubscribe(caller, parseParams(name, call.params));
      return { result: {} };
    default:
      return handle(options, name, call.params);
  }
}

function hello(options: DispatchOptions, caller: Caller, { protocol }: ParsedParamsOf<"hello">) {
  if (protocol !== PROTOCOL_VERSION) {
    throw new SwitchyardError("PROTOCOL_UNSUPPORTED", `This bridge speaks protocol ${PROTOCOL_VERSION}.`, {
      supported: [PROTOCOL_VERSION],
    });
  }
  if (!caller.greeted) {
    caller.greeted = true;
    options.greeted?.();
  }
  return {
    protocol: PROTOCOL_VERSION,
    bridge: { name: "switchyard", version: options.version },
    capabilities: Object.keys(methods),
  };
}

/** What is answered has been done for good: a change is kept before its answer goes out. */
async function handle<M extends HandledMethod>(
  { handlers, kept }: DispatchOptions,
  name: M,
  params: unknown,
): Promise<Outcome> {
  const handler = handlers[name];
  const result = await handler(parseParams(name, params));
  if (!ONLY_READS.has(name)) await kept();
  return { result };
}

/** They need not wait for what others change. */
const ONLY_READS: ReadonlySet<HandledMethod> = new Set([
  "exportSession",
  "getBead",
  "getBeads",
  "getCurrentDir",
  "getProjects",
  "getProjectViewModel",
  "getActiveSessionId",
  "getRequest",
  "getSessionHistory",
  "getSettings",
  "getStorage",
  "listActiveSessions",
  "listBackends",
  "listConversations",
  "listPersonas",
  "listProcesses",
  "listQueuedMessages",
  "listRequests",
  "listRules",
  "listSessions",
  "previewPrompt",
  "readBlob",
  "searchSessions",
]);

function parseParams<M extends MethodName>(name: M, params: unknown): ParsedParamsOf<M> {
  const parsed = z.safeParse(methods[name].params, params);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Parsed by the entry of `name`; the compiler does not follow a generic key through the table.
  if (parsed.success) return parsed.data as ParsedParamsOf<M>;
  const issues = parsed.error.issues
    .slice(0, MAX_ISSUES)
    .map(({ path, message, code }) => ({ path: path.map(String), message, code }));
  throw new RpcFault({ code: RpcCode.INVALID_PARAMS, message: "Invalid params.", data: { issues } });
}

const MAX_ISSUES = 20;

function success(id: Id | null, result: unknown): string {
  const text = JSON.stringify({ jsonrpc: "2.0", id, result });
  if (Buffer.byteLength(text) <= MAX_FRAME_OUT) return text;
  throw new SwitchyardError("TOO_LARGE", "The answer is longer than 1 MiB; ask for less of it.");
}

function failure(id: Id | null, error: ErrorBody): string {
  return JSON.stringify({ jsonrpc: "2.0", id, error });
}

function refused(id: Id | null, code: number, message: string): Request {
  return { ok: false, id, error: { code, message } };
}

function errorBody(error: unknown, method: string, logger: Logger): ErrorBody {
  if (error instanceof RpcFault) return error.body;
  if (error instanceof SwitchyardError) {
    return { code: RpcCode.SERVER_ERROR, message: error.message, data: { ...error.data, code: error.code } };
  }
  if (error instanceof InvalidParamsError) {
    return { code: RpcCode.INVALID_PARAMS, message: error.message, data: { issues: error.issues } };
  }
  logger.error({ err: error, method: methodName(method) }, "a call failed");
  return { code: RpcCode.INTERNAL_ERROR, message: "Internal error." };
}
