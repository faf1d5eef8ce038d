import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page, WebSocketRoute } from "@playwright/test";
import { type MethodName, methods, type ResultOf, RpcId, RpcRequest } from "@switchyard/core/protocol";

/** What a bridge would answer, by method. */
export type Answers = { readonly [M in MethodName]?: ResultOf<M> };

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
export async function pretendBridge(page: Page, answers: Answers): Promise<(path: string) => Promise<void>> {
  await page.routeWebSocket(/\/rpc/, (socket) => {
    socket.onMessage((frame) => answer(socket, String(frame), answers));
  });
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = extname(pathname) === "" ? "index.html" : pathname;
    const headers = { "Content-Security-Policy": POLICY };
    const contentType = TYPES[extname(file)] ?? "application/octet-stream";
    await route.fulfill({ body: await readFile(join(dist, file)), contentType, headers });
  });
  return async (path) => void (await page.goto(`${ORIGIN}${path}#token=pretend`));
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; worker-src 'self'; connect-src 'self' ws://switchyard.test";

function answer(socket: WebSocketRoute, frame: string, answers: Answers): void {
  const { id, method } = Request.parse(JSON.parse(frame));
  const result = isMethod(method) ? (answers[method] ?? ALWAYS[method]) : undefined;
  const body = result === undefined ? { error: { code: -32601, message: `no ${method}` } } : { result };
  socket.send(JSON.stringify({ jsonrpc: "2.0", id, ...body }));
}

function isMethod(name: string): name is MethodName {
  return name in methods;
}

const ALWAYS: Answers = {
  hello: { protocol: 1, bridge: { name: "switchyard", version: "0.1.0" }, capabilities: [] },
  getActiveSessionId: { sessionId: null },
  listSessions: { sessions: [] },
  listQueuedMessages: { queue: [] },
  switchActiveSession: {},
  markSessionRead: {},
  unsubscribeSession: {},
};
