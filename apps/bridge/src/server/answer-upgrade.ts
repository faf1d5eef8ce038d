import { STATUS_CODES } from "node:http";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { MAX_FRAME_IN, SUBPROTOCOL } from "@switchyard/core/protocol";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";
import { checkHost, checkUpgrade } from "./checks.ts";
import type { Doors } from "./checks.ts";
import { securityHeaders } from "./headers.ts";
import type { PageServer } from "./page-server.ts";
import type { TokenGate } from "./token-gate.ts";

export interface UpgradeOptions {
  readonly doors: Doors;
  readonly gate: TokenGate;
  readonly page: PageServer;
  onSocket(socket: WebSocket): void;
}

type AnswerUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Answers every upgrade: the checks, then `/rpc`; nothing else can be upgraded. */
export function createAnswerUpgrade({ doors, gate, page, onSocket }: UpgradeOptions): AnswerUpgrade {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_FRAME_IN,
    perMessageDeflate: false,
    handleProtocols: (offered) => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
  });
  sockets.on("wsClientError", (_error, socket, request) => {
    const host = checkHost(request, doors);
    refuseUpgrade(socket, 400, securityHeaders(host.ok ? host.host : doors.ownHost, doors));
  });
  return (request, socket, head) => {
    // A peer that is gone already must not end the bridge.
    socket.on("error", () => socket.destroy());
    const host = checkHost(request, doors);
    if (!host.ok) return refuseUpgrade(socket, host.status, securityHeaders(doors.ownHost, doors));
    const headers = securityHeaders(host.host, doors);
    const verdict = checkUpgrade(request, host.host, { ...doors, isToken: gate.isToken });
    // Vite's own socket has Vite's own token.
    if ((verdict.ok || verdict.status === 401) && page.upgrade(request, socket, head)) return;
    if (!verdict.ok) return refuseUpgrade(socket, verdict.status, headers);
    if (request.url?.split("?", 1)[0] !== "/rpc") return refuseUpgrade(socket, 404, headers);
    sockets.handleUpgrade(request, socket, head, onSocket);
  };
}

function refuseUpgrade(socket: Duplex, status: number, headers: Record<string, string>): void {
  const lines = Object.entries({
    ...headers,
    ...(status === 401 ? { "WWW-Authenticate": "Bearer" } : {}),
    Connection: "close",
    "Content-Length": "0",
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n`);
}
