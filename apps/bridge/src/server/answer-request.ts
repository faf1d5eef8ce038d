import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { checkHost, checkPlainRequest } from "./checks.ts";
import type { Doors } from "./checks.ts";
import { securityHeaders } from "./headers.ts";
import type { PageServer } from "./page-server.ts";
import { plain } from "./static-files.ts";

export interface RequestOptions {
  readonly doors: Doors;
  readonly page: PageServer;
  readonly dev: boolean;
  readonly version: string;
  readonly logger: Logger;
}

/** Answers every request that is no upgrade: the checks, then health, then the page. */
export function answerRequest(
  options: RequestOptions,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { doors, dev, logger } = options;
  const host = checkHost(request, doors);
  const known = host.ok ? host.host : doors.ownHost;
  for (const [name, value] of Object.entries(securityHeaders(known, doors, dev)))
    response.setHeader(name, value);
  const verdict = host.ok ? checkPlainRequest(request, host.host, doors) : host;
  if (!verdict.ok) return refuse(response, verdict.status, verdict.reason);
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD");
    return refuse(response, 405, "Only GET and HEAD are answered here.");
  }
  route(options, request, { response, host: verdict.host }).catch((error: unknown) => {
    logger.error({ err: error }, "a request failed");
    if (response.headersSent) response.destroy();
    else plain(response, 500, "Internal error.");
  });
}

async function route(
  { doors, page, version }: RequestOptions,
  request: IncomingMessage,
  { response, host }: { response: ServerResponse; host: string },
): Promise<void> {
  const target = request.url ?? "/";
  const pathname = target.split(/[?#]/, 1)[0] ?? "/";
  if (pathname === "/healthz") return health(response, version);
  if (host === doors.localhost) return redirect(response, `http://${doors.ownHost}${target}`);
  if (pathname === "/rpc") {
    response.setHeader("Upgrade", "websocket");
    return plain(response, 426, "This address is for WebSocket clients.");
  }
  return page.answer(request, response, pathname);
}

function health(response: ServerResponse, version: string): void {
  const body = JSON.stringify({ status: "ok", version });
  response.writeHead(200, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
  });
  response.end(body);
}

/** For this time only: a permanent one would be remembered for another bridge on this port. */
function redirect(response: ServerResponse, location: string): void {
  response.writeHead(307, { Location: location, "Content-Length": 0, "Cache-Control": "no-store" });
  response.end();
}

/** The connection ends with it, so that a body that nobody wants is not read. */
function refuse(response: ServerResponse, status: number, reason: string): void {
  response.setHeader("Connection", "close");
  plain(response, status, reason);
}
