import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { LogId, methods, SessionId } from "@switchyard/core/protocol";
import type { QueuedMessage } from "@switchyard/core/protocol";
import { pino } from "pino";
import { WebSocket } from "ws";
import { z } from "zod";
import type { DeliverySource, StoredChunk } from "./delivery.ts";
import type { Handlers } from "./handlers.ts";
import { startServer } from "./server.ts";
import type { RunningServer, ServerOptions } from "./server.ts";

export const TOKEN = "T0ken".padEnd(43, "x");

/** A session's log in memory; `push` commits chunks as the bridge does. */
export interface MemoryLog {
  readonly source: DeliverySource;
  readonly sessionId: SessionId;
  readonly logId: LogId;
  stderr: string[];
  queued: QueuedMessage[];
  push(...contents: string[]): void;
}

export function memoryLog(sessionId = SessionId.parse(randomUUID())): MemoryLog {
  const chunks: StoredChunk[] = [];
  const log: MemoryLog = {
    sessionId,
    logId: LogId.parse(randomUUID()),
    stderr: [],
    queued: [],
    push: (...contents) => {
      for (const content of contents) {
        const seq = chunks.length + 1;
        chunks.push({ seq, json: JSON.stringify({ sessionId, seq, content }) });
      }
    },
    source: {
      read: (_sessionId, afterSeq, { maxChunks, maxBytes }) => {
        let bytes = 0;
        const page = chunks.slice(afterSeq, afterSeq + maxChunks);
        return page.filter(({ json }, index) => (bytes += json.length) <= maxBytes || index === 0);
      },
      committedSeq: (id) => (id === sessionId ? chunks.length : undefined),
      logId: () => log.logId,
      stderrTail: () => log.stderr,
      queue: () => log.queued,
    },
  };
  return log;
}

/** Joins logs to one source. */
export function sourceOf(...logs: readonly MemoryLog[]): DeliverySource {
  const find = (id: SessionId): MemoryLog => {
    const log = logs.find((one) => one.sessionId === id);
    if (log === undefined) throw new Error("The test asks for a session that it did not make.");
    return log;
  };
  return {
    read: (id, afterSeq, limit) => find(id).source.read(id, afterSeq, limit),
    committedSeq: (id) => logs.find((one) => one.sessionId === id)?.source.committedSeq(id),
    logId: (id) => find(id).logId,
    stderrTail: (id) => find(id).stderr,
    queue: (id) => find(id).queued,
  };
}

/** Handlers that a test does not expect to be called fail it. */
export function handlersWith(some: Partial<Handlers> = {}): Handlers {
  const unexpected = Object.fromEntries(
    Object.keys(methods).map((name) => [
      name,
      () => {
        throw new Error(`unexpected call of ${name}`);
      },
    ]),
  );
  return Object.assign(unexpected as unknown as Handlers, some);
}

export interface TestServer extends RunningServer, AsyncDisposable {
  readonly token: string;
}

export async function testServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const server = await startServer({
    port: 0,
    allowOrigins: [],
    token: TOKEN,
    version: "1.2.3",
    webDist: "/nowhere",
    dev: false,
    handlers: handlersWith(),
    source: memoryLog().source,
    logger: pino({ level: "silent" }),
    ...options,
  });
  return { ...server, token: options.token ?? TOKEN, [Symbol.asyncDispose]: server.close };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Writes exactly these lines, so that no client corrects them, and reads until the server ends. */
export async function rawRequest(port: number, lines: readonly string[]): Promise<RawAnswer> {
  const socket = connect(port, "127.0.0.1");
  socket.setEncoding("latin1");
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  return readAnswer(await text(socket));
}

function readAnswer(answer: string): RawAnswer {
  const end = answer.indexOf("\r\n\r\n");
  const [statusLine = "", ...fields] = answer.slice(0, end).split("\r\n");
  const headers = fields.map((field): [string, string] => {
    const colon = field.indexOf(":");
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
  });
  return { status: Number(statusLine.split(" ")[1]), headers: new Map(headers), body: answer.slice(end + 4) };
}

/** The status of an upgrade with these headers; a taken one is ended at once. */
export async function rawUpgrade(port: number, path: string, headers: readonly string[]): Promise<RawAnswer> {
  const socket = connect(port, "127.0.0.1");
  socket.setEncoding("latin1");
  socket.write(
    [
      `GET ${path} HTTP/1.1`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      ...headers,
      "",
      "",
    ].join("\r\n"),
  );
  const answer = await untilHeaders(socket);
  socket.destroy();
  return readAnswer(answer);
}

async function untilHeaders(socket: Socket): Promise<string> {
  let received = "";
  for await (const part of socket) {
    received += String(part);
    if (received.includes("\r\n\r\n")) return received;
  }
  throw new Error("The server ended without an answer.");
}

const Frame = z.looseObject({
  id: z.union([z.string(), z.number()]).nullish(),
  method: z.string().optional(),
  params: z.looseObject({ seq: z.number().optional(), content: z.string().optional() }).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z
    .object({ code: z.number(), message: z.string(), data: z.record(z.string(), z.unknown()).optional() })
    .optional(),
});
export type Frame = z.infer<typeof Frame>;

/** A client that keeps what it hears and lets a test wait for it. */
export interface TestClient extends AsyncDisposable {
  readonly socket: WebSocket;
  /** Answers and notifications in the order they came. */
  readonly heard: readonly Frame[];
  /** Bytes of each frame. */
  readonly frameSizes: readonly number[];
  /** Resolves with the first one, heard already or still to come, that matches. */
  until(matches: (frame: Frame) => boolean): Promise<Frame>;
  send(frame: unknown): void;
  call(method: string, params?: unknown): Promise<Frame>;
  hello(): Promise<Frame>;
  readonly closed: Promise<number>;
}

export async function testClient(server: { port: number; token: string }): Promise<TestClient> {
  const host = `127.0.0.1:${server.port}`;
  const socket = new WebSocket(`ws://${host}/rpc`, ["switchyard.v1", `token.${server.token}`], {
    origin: `http://${host}`,
  });
  const heard: Frame[] = [];
  const frameSizes: number[] = [];
  const waiting = new Set<() => void>();
  socket.on("message", (data) => {
    const bytes = Buffer.isBuffer(data) ? data.toString() : "";
    frameSizes.push(Buffer.byteLength(bytes));
    const value: unknown = JSON.parse(bytes);
    heard.push(...z.array(Frame).parse(Array.isArray(value) ? value : [value]));
    for (const look of [...waiting]) look();
  });
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  await once(socket, "open");
  let lastId = 0;

  const client: TestClient = {
    socket,
    heard,
    frameSizes,
    closed,
    until: (matches) =>
      new Promise((resolve) => {
        let from = 0;
        const look = (): void => {
          const found = heard.slice(from).find(matches);
          from = heard.length;
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    send: (frame) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    call: (method, params = {}) => {
      const id = (lastId += 1);
      client.send({ jsonrpc: "2.0", id, method, params });
      return client.until((frame) => frame.id === id);
    },
    hello: () => client.call("hello", { client: { name: "test", version: "1" }, protocol: 1 }),
    [Symbol.asyncDispose]: async () => {
      socket.close();
      await closed;
    },
  };
  return client;
}

/** The seqs of the chunks that a client heard. */
export function seqsOf(client: TestClient): (number | undefined)[] {
  return client.heard.filter(({ method }) => method === "agent-chunk").map(({ params }) => params?.seq);
}
