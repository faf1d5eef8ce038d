import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { EventName, EventParams, SessionId } from "@switchyard/core/protocol";
import type { Logger } from "pino";
import type { WebSocket } from "ws";
import { answerRequest } from "./answer-request.ts";
import { createAnswerUpgrade } from "./answer-upgrade.ts";
import { doorsFor } from "./checks.ts";
import type { Doors } from "./checks.ts";
import { closeSockets } from "./close-sockets.ts";
import { createDelivery } from "./delivery.ts";
import type { DeliverySource } from "./delivery.ts";
import type { Handlers } from "./handlers.ts";
import { securityHeaders } from "./headers.ts";
import { listen } from "./listen.ts";
import { notification } from "./outbox.ts";
import { createPageServer } from "./page-server.ts";
import { createDispatch } from "./rpc-dispatch.ts";
import type { Caller } from "./rpc-dispatch.ts";
import { serveSocket } from "./socket.ts";
import { createTokenGate } from "./token-gate.ts";

export interface ServerOptions {
  /** 0: any free one. */
  readonly port: number;
  /** @default "127.0.0.1" */
  readonly bindAddress?: string;
  /** Origins as `AllowedOrigin` gives them. */
  readonly allowOrigins: readonly string[];
  readonly token: string;
  readonly version: string;
  /** The folder that `vite build` writes; it need not be there yet. */
  readonly webDist: string;
  /** The page comes from Vite, which watches its sources beside `webDist`. */
  readonly dev: boolean;
  readonly handlers: Handlers;
  readonly source: DeliverySource;
  /** How many sockets have said hello, whenever that changes. @default nobody is told */
  readonly clients?: (count: number) => void;
  /** Resolves once everything that was changed before is kept. @default at once */
  readonly kept?: () => Promise<void>;
  readonly logger: Logger;
  /** Between two pings. @default 15_000 */
  readonly heartbeatMs?: number;
}

export interface RunningServer {
  readonly port: number;
  /** Without a slash at its end and without the token. */
  readonly url: string;
  /** To every socket that has said hello. */
  broadcast<E extends EventName>(event: E, params: EventParams<E>): void;
  /** To the session's subscribers: what is no chunk. */
  publish<E extends Exclude<EventName, "agent-chunk">>(
    sessionId: SessionId,
    event: E,
    params: EventParams<E>,
  ): void;
  /** After each commit, before anything that tells of it is broadcast. */
  committed(sessionIds: Iterable<SessionId>): void;
  /** The old token no longer opens anything, and every socket is closed with 4001. */
  rotateToken(token: string): void;
  /** Takes nothing new, closes every socket with 1001 and resolves when all are gone. */
  close(): Promise<void>;
}

/** Listens for the page, its WebSocket and `/healthz`; a port that cannot be had is a `StartError`. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { logger, handlers, version, dev, kept = () => Promise.resolve() } = options;
  const address = options.bindAddress ?? "127.0.0.1";
  const page = await createPageServer(options.webDist, dev);
  // The check wants to see a missing Host too, and to answer it as it answers a wrong one.
  const server = createServer({ requireHostHeader: false });
  const port = await listen(server, options.port, address);
  const doors = doorsFor(port, options.allowOrigins);
  const gate = createTokenGate(options.token);
  const delivery = createDelivery(options.source, logger);
  const callers = new Map<WebSocket, Caller>();
  const count = (): void => options.clients?.([...callers.values()].filter(({ greeted }) => greeted).length);
  const dispatch = createDispatch({ handlers, delivery, version, logger, kept, greeted: count });

  const onSocket = (socket: WebSocket): void => {
    const caller = serveSocket(socket, {
      dispatch,
      logger,
      heartbeatMs: options.heartbeatMs,
      onRoom: delivery.resume,
      onClose: (gone) => {
        callers.delete(socket);
        delivery.forget(gone);
        if (gone.greeted) count();
      },
    });
    callers.set(socket, caller);
  };
  attach(server, doors, {
    request: { doors, page, dev, version, logger },
    upgrade: createAnswerUpgrade({ doors, gate, page, onSocket }),
  });

  return {
    port,
    url: pageUrl(doors, address, options.allowOrigins),
    broadcast: (event, params) => {
      const text = notification(event, JSON.stringify(params));
      for (const caller of callers.values())
        if (caller.greeted) caller.outbox.notify(text, stateKey(event, params));
    },
    publish: (sessionId, event, params) => {
      const text = notification(event, JSON.stringify(params));
      for (const peer of delivery.subscribers(sessionId)) peer.outbox.notify(text, stateKey(event, params));
    },
    committed: delivery.committed,
    rotateToken: (token) => {
      gate.replace(token);
      void closeSockets(callers.keys(), 4001, "token replaced");
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      await closeSockets(callers.keys(), 1001, "bridge ends");
      server.closeAllConnections();
      await page.close();
      await closed;
    },
  };
}

function attach(
  server: Server,
  doors: Doors,
  answers: {
    request: Parameters<typeof answerRequest>[0];
    upgrade: ReturnType<typeof createAnswerUpgrade>;
  },
): void {
  const onRequest: RequestListener = (request, response) => answerRequest(answers.request, request, response);
  server.on("request", onRequest);
  // These come in its place when a client asks whether it may send its body.
  server.on("checkContinue", onRequest);
  server.on("checkExpectation", onRequest);
  server.on("upgrade", answers.upgrade);
  server.on("clientError", (_error, socket) => refuseBytes(socket, securityHeaders(doors.ownHost, doors)));
}

/** For bytes that are no HTTP. */
function refuseBytes(socket: Duplex, headers: Record<string, string>): void {
  if (!socket.writable) return void socket.destroy();
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 400 Bad Request\r\n${lines.join("")}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** The state that an event tells, of which a slow peer gets only the newest; a line of stderr is none. */
function stateKey(event: EventName, params: EventParams<EventName>): string | undefined {
  if (event === "agent-stderr") return undefined;
  if ("session" in params) return `${event} ${params.session.sessionId}`;
  // One that is left out makes a gap in its project's revisions, by which the peer knows.
  if ("projectId" in params) return `${event} ${params.projectId}`;
  const isAboutOne = "sessionId" in params && event !== "active-session-changed";
  return isAboutOne ? `${event} ${params.sessionId}` : event;
}

/** Where a browser finds the page: this machine's own address, unless only another one is listened on. */
function pageUrl(doors: Doors, address: string, allowOrigins: readonly string[]): string {
  const isHere =
    address === "127.0.0.1" || address === "0.0.0.0" || address === "::" || address === "localhost";
  return isHere ? `http://${doors.ownHost}` : (allowOrigins[0] ?? `http://${doors.ownHost}`);
}
