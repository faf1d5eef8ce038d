import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import {
  type ErrorCode,
  type MethodName,
  methods,
  type ResultOf,
  RpcCode,
  RpcId,
  RpcRequest,
} from "@switchyard/core/protocol";

/** What a bridge would answer, by method. */
export type Answers = { readonly [M in MethodName]?: ResultOf<M> };

/** The same, where some answers depend on what is asked. */
export type Replies = {
  readonly [M in MethodName]?: ResultOf<M> | ((params: Record<string, unknown>) => ResultOf<M>);
};

/** What a bridge would refuse, by method, and with which error. */
export type Refusals = {
  readonly [M in MethodName]?: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly data?: Readonly<Record<string, unknown>>;
  };
};

const ORIGIN = "http://switchyard.test";
const dist = fileURLToPath(new URL("../../apps/web/dist", import.meta.url));
const Request = RpcRequest.extend({ id: RpcId });
const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Gives a page the built files and answers that never change: for states that this machine is not in. */
export async function pretendBridge(
  page: Page,
  answers: Replies,
  refusals: Refusals = {},
): Promise<(path: string) => Promise<void>> {
  await page.routeWebSocket(/\/rpc/, (socket) => {
    socket.onMessage((frame) => {
      const { id, method, params = {} } = Request.parse(JSON.parse(String(frame)));
      const outcome = outcomeOf(method, refusals, (name) => {
        const answer = answers[name] ?? ALWAYS[name];
        return typeof answer === "function" ? answer(params) : answer;
      });
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, ...outcome }));
    });
  });
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = TYPES[extname(pathname)] === undefined ? "index.html" : pathname;
    const headers = { "Content-Security-Policy": POLICY };
    const contentType = TYPES[extname(file)] ?? "application/octet-stream";
    await route.fulfill({ body: await readFile(join(dist, file)), contentType, headers });
  });
  return async (path) => void (await page.goto(`${ORIGIN}${path}#token=pretend`));
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; worker-src 'self'; connect-src 'self' ws://switchyard.test";

function outcomeOf(method: string, refusals: Refusals, answerOf: (name: MethodName) => unknown): object {
  const refusal = isMethod(method) ? refusals[method] : undefined;
  if (refusal !== undefined) {
    const { code, message, data = {} } = refusal;
    return { error: { code: RpcCode.SERVER_ERROR, message, data: { ...data, code } } };
  }
  const result = isMethod(method) ? answerOf(method) : undefined;
  return result === undefined ? { error: { code: -32601, message: `no ${method}` } } : { result };
}

function isMethod(name: string): name is MethodName {
  return name in methods;
}

const ALWAYS: Replies = {
  hello: { protocol: 1, bridge: { name: "switchyard", version: "0.1.0" }, capabilities: [] },
  getActiveSessionId: { sessionId: null },
  listSessions: { sessions: [] },
  listQueuedMessages: { queue: [] },
  switchActiveSession: {},
  markSessionRead: {},
  unsubscribeSession: {},
  listRequests: { requests: [] },
  getOutcomes: { rows: [] },
  listPacks: { packs: [], isSafe: false },
};
