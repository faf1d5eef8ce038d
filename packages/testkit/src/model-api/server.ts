import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { claudeEnvironment } from "./environment.ts";
import { Holds } from "./holds.ts";
import { Journal } from "./journal.ts";
import type { ModelRequest } from "./journal.ts";
import { MessagesRequest, textOf, userGroups } from "./request.ts";
import { type Answers, answerTo, currentPrompt } from "./scenario.ts";
import { streamAnswer, wholeAnswer } from "./sse.ts";

export type ModelApi = AsyncDisposable & {
  url: string;
  /** The variables for a `claude` that talks to this stand-in. */
  env: (configDir: string) => Record<string, string>;
  /** Every `POST /v1/messages` so far, oldest first. */
  requests: readonly ModelRequest[];
  /** The next request from now on that matches. */
  nextRequest: (matches?: (request: ModelRequest) => boolean) => Promise<ModelRequest>;
  /** The first request that matches, be it already there or still to come. */
  findRequest: (matches: (request: ModelRequest) => boolean) => Promise<ModelRequest>;
  /** How many answers hang just now. */
  readonly holding: number;
  /** Resolves as soon as exactly `count` answers hang. */
  untilHolding: (count: number) => Promise<void>;
  /** Lets every hanging answer go on. */
  release: () => void;
};

/**
 * Starts a stand-in for the Anthropic Messages API on a free loopback port; what it answers is written in the prompt.
 * The directives are listed at `parseDirectives`; a prompt without one is echoed.
 */
export async function startModelApi(answers: Answers = new Map()): Promise<ModelApi> {
  const state: State = { holds: new Holds(), journal: new Journal(), attempts: new Map(), answers };
  const server = createServer((request, response) => {
    handle(state, request, response).catch(() => response.destroy());
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The stand-in has no TCP address.");
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    env: (configDir) => claudeEnvironment(url, configDir),
    requests: state.journal.requests,
    nextRequest: (matches) => state.journal.next(matches),
    findRequest: (matches) => state.journal.find(matches),
    get holding() {
      return state.holds.count;
    },
    untilHolding: (count) => state.holds.until(count),
    release: () => state.holds.releaseAll(),
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

type State = { holds: Holds; journal: Journal; attempts: Map<string, number>; answers: Answers };

async function handle(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request);
  const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
  if (request.method === "HEAD" || request.method === "GET") return sendJson(response, 200, {});
  if (request.method === "POST" && pathname === "/v1/messages/count_tokens") {
    return sendJson(response, 200, { input_tokens: Math.ceil(body.byteLength / 4) });
  }
  if (request.method !== "POST" || pathname !== "/v1/messages") {
    return sendError(response, 404, `No such address: ${pathname}`);
  }
  const parsed = MessagesRequest.safeParse(JSON.parse(body.toString("utf8")));
  if (!parsed.success) return sendError(response, 400, parsed.error.message);
  await answer(state, parsed.data, response);
}

async function answer(state: State, request: MessagesRequest, response: ServerResponse): Promise<void> {
  const groups = userGroups(request);
  const prompt = currentPrompt(groups);
  const sha256 = createHash("sha256").update(prompt.text).digest("hex");
  const point = `${sha256} ${prompt.turn} ${prompt.toolsDone}`;
  const attempt = (state.attempts.get(point) ?? 0) + 1;
  state.attempts.set(point, attempt);
  const close = state.journal.open({
    at: Date.now(),
    model: request.model,
    turn: prompt.turn,
    system: textOf(request.system),
    prompt: prompt.text.slice(0, 2000),
    promptBytes: Buffer.byteLength(prompt.text),
    promptSha256: sha256,
    toolNames: request.tools.flatMap(({ name }) => (name === undefined ? [] : [name])),
    toolResults: groups.at(-1)?.results ?? [],
  });
  const answered = answerTo(groups, attempt, state.answers);
  if (answered.kind === "error") {
    sendError(response, answered.status, "The stand-in was asked to fail.");
    return close("error");
  }
  const reader = new AbortController();
  response.on("close", () => reader.abort());
  const message = {
    model: request.model,
    messageId: `msg_${state.journal.requests.length}`,
    parts: answered.parts,
    stopReason: answered.stopReason,
    inputTokens: Math.ceil(prompt.text.length / 4) + 10,
  };
  if (!request.stream) sendJson(response, 200, wholeAnswer(message));
  else
    await streamAnswer(response, {
      ...message,
      hold: () => state.holds.hold(reader.signal),
      signal: reader.signal,
    });
  close(response.writableEnded ? "complete" : "aborted");
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function sendError(response: ServerResponse, status: number, message: string): void {
  const type = errorTypes[status] ?? (status >= 500 ? "api_error" : "invalid_request_error");
  sendJson(response, status, { type: "error", error: { type, message } });
}

const errorTypes: Record<number, string | undefined> = {
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  529: "overloaded_error",
};
