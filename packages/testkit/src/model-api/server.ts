import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { askedOfAnthropic } from "./anthropic/asked.ts";
import { anthropicWire } from "./anthropic/wire.ts";
import {
  claudeEnvironment,
  claudePlanEnvironment,
  geminiEnvironment,
  opencodeEnvironment,
} from "./environment.ts";
import { askedOfGemini } from "./gemini/asked.ts";
import { geminiWire } from "./gemini/wire.ts";
import { Holds } from "./holds.ts";
import { Journal } from "./journal.ts";
import type { ModelRequest } from "./journal.ts";
import { tellPlan } from "./plan-headers.ts";
import { play } from "./play.ts";
import { type Answers, answerTo, currentPrompt } from "./scenario.ts";
import { asOffered } from "./tool-names.ts";
import type { Asked } from "./wire.ts";

export type ModelApi = AsyncDisposable & {
  url: string;
  /** The variables for a `claude` that talks to this stand-in. */
  env: (configDir: string) => Record<string, string>;
  /** As `env`, for a user with a plan in place of a key: such a `claude` tells of the plan's limits. */
  planEnv: (configDir: string) => Record<string, string>;
  /** The variables for a `gemini` that talks to this stand-in; writes the settings it needs below `home`. */
  geminiEnv: (home: string) => Promise<Record<string, string>>;
  /** The variables for an `opencode` that talks to this stand-in and keeps what it has below `home`. */
  opencodeEnv: (home: string) => Promise<Record<string, string>>;
  /** Everything that was asked of the model so far, by whichever API, oldest first. */
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
 * Starts a stand-in for the Messages API and for Gemini's on a free loopback port; what it answers is in the prompt.
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
    planEnv: (configDir) => claudePlanEnvironment(url, configDir),
    geminiEnv: (home) => geminiEnvironment(url, home),
    opencodeEnv: (home) => opencodeEnvironment(url, home),
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
  const asked = read(pathname, body.toString("utf8"));
  if (asked.kind === "json") return sendJson(response, 200, asked.body);
  if (asked.kind === "answer") return answer(state, asked, response);
  sendJson(response, asked.status, asked.wire.failure(asked.status, asked.message));
}

function read(pathname: string, text: string): Asked {
  const wire = pathname.includes("/models/") ? geminiWire : anthropicWire;
  try {
    const body: unknown = JSON.parse(text);
    const asked = askedOfAnthropic(pathname, body) ?? askedOfGemini(pathname, body);
    return asked ?? { kind: "failure", wire, status: 404, message: `No such address: ${pathname}` };
  } catch (error) {
    return { kind: "failure", wire, status: 400, message: String(error) };
  }
}

async function answer(
  state: State,
  { wire, conversation }: Extract<Asked, { kind: "answer" }>,
  response: ServerResponse,
): Promise<void> {
  const { groups, model, toolNames } = conversation;
  const prompt = currentPrompt(groups);
  const sha256 = createHash("sha256").update(prompt.text).digest("hex");
  const point = `${wire.api} ${sha256} ${prompt.turn} ${prompt.toolsDone}`;
  const attempt = (state.attempts.get(point) ?? 0) + 1;
  state.attempts.set(point, attempt);
  const close = state.journal.open({
    at: Date.now(),
    api: wire.api,
    model,
    turn: prompt.turn,
    system: conversation.system,
    prompt: prompt.text.slice(0, 2000),
    promptBytes: Buffer.byteLength(prompt.text),
    promptSha256: sha256,
    toolNames,
    media: groups.at(-1)?.media ?? [],
    files: groups.at(-1)?.files ?? [],
    toolResults: groups.at(-1)?.results ?? [],
  });
  const answered = answerTo(groups, attempt, state.answers);
  tellPlan(response, answered.plan);
  if (answered.kind === "error") {
    const failed = wire.failure(answered.status, answered.words, answered.plan?.resetsInSeconds);
    sendJson(response, answered.status, failed);
    return close("error");
  }
  const reader = new AbortController();
  response.on("close", () => reader.abort());
  const reply = {
    model,
    messageId: `msg_${state.journal.requests.length}`,
    parts: answered.parts.map((part) => (part.kind === "tool" ? asOffered(part, toolNames) : part)),
    stopReason: answered.stopReason,
    inputTokens: answered.inputTokens ?? Math.ceil(prompt.text.length / 4) + 10,
  };
  if (conversation.isStreamed) {
    const hold = (): Promise<void> => state.holds.hold(reader.signal);
    await play(response, wire.stream(reply), { hold, signal: reader.signal });
  } else sendJson(response, 200, wire.whole(reply));
  close(response.writableEnded ? "complete" : "aborted");
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
