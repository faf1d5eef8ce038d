import {
  type AgentChunk,
  ChunkBody,
  type EventName,
  LogId,
  type MethodName,
  methods,
  type ResultOf,
  RpcId,
  RpcRequest,
  SessionId,
  SessionInfo,
  Settings,
} from "@switchyard/core/protocol";
import { WebSocketInterceptor } from "@mswjs/interceptors/WebSocket";
import { ws } from "msw";
import { defineNetwork, InterceptorSource } from "msw/experimental";

/** A refusal of ours, as the bridge puts it on the wire. */
export interface Refusal {
  readonly code: string;
  readonly message?: string;
  readonly data?: Record<string, unknown>;
}

type Answer<M extends MethodName> = ResultOf<M> | { refuse: Refusal } | "silence";
type Handler<M extends MethodName> = (params: Record<string, unknown>) => Answer<M> | Promise<Answer<M>>;
export type Handlers = { [M in MethodName]?: Handler<M> };

const Request = RpcRequest.extend({ id: RpcId });

interface Call {
  readonly method: string;
  readonly params: Record<string, unknown>;
  /** Which connection it came on, from 1. */
  readonly connection: number;
}

interface Client {
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

export const BRIDGE_URL = "ws://bridge.test/rpc";

const link = ws.link(BRIDGE_URL);

/** A bridge of the tests: answers calls from handlers, tells events, drops connections when it is told to. */
export function fakeBridge(handlers: Handlers = {}) {
  const calls: Call[] = [];
  const waiting: { matches: (call: Call) => boolean; resolve: (call: Call) => void }[] = [];
  const protocols: (string | readonly string[] | undefined)[] = [];
  const open = new Set<Client>();
  let connections = 0;
  let isOver = false;
  // The page's tests resolve packages as a browser does, where `msw/node` is not to be had.
  const network = defineNetwork({
    sources: [new InterceptorSource({ interceptors: [new WebSocketInterceptor()] })],
    onUnhandledFrame: "bypass",
    context: { quiet: true },
    handlers: [
      link.addEventListener("connection", ({ client, info }) => {
        connections += 1;
        const connection = connections;
        protocols.push(info.protocols);
        open.add(client);
        client.addEventListener("close", () => open.delete(client));
        client.addEventListener("message", (event) => {
          const request = Request.parse(typeof event.data === "string" ? JSON.parse(event.data) : undefined);
          const call: Call = { method: request.method, params: request.params ?? {}, connection };
          calls.push(call);
          void answer(client, request.id, call);
          for (const waiter of [...waiting]) {
            if (!waiter.matches(call)) continue;
            waiting.splice(waiting.indexOf(waiter), 1);
            waiter.resolve(call);
          }
        });
      }),
    ],
  });
  network.enable();

  async function answer(client: Client, id: RpcId, call: Call): Promise<void> {
    const name = call.method as MethodName;
    const handler = handlers[name] ?? defaults[name];
    const result = await handler?.(call.params);
    if (result === "silence") return;
    if (result === undefined)
      return reply(client, id, { error: { code: -32601, message: `no ${call.method}` } });
    if ("refuse" in result) {
      const { code, message = code, data = {} } = result.refuse;
      return reply(client, id, { error: { code: -32000, message, data: { ...data, code } } });
    }
    reply(client, id, { result: methods[name].result.parse(result) });
  }

  return {
    calls,
    protocols,
    handlers,
    /** The params of each call of a method so far. */
    of: (method: MethodName) => calls.filter((call) => call.method === method).map((call) => call.params),
    /** The next call of a method that has not come yet. */
    next(method: MethodName): Promise<Call> {
      return new Promise((resolve) => waiting.push({ matches: (call) => call.method === method, resolve }));
    },
    emit(method: EventName | (string & {}), params: unknown): void {
      for (const client of open) client.send(JSON.stringify({ jsonrpc: "2.0", method, params }));
    },
    emitBatch(events: { method: string; params: unknown }[]): void {
      for (const client of open)
        client.send(JSON.stringify(events.map((event) => ({ jsonrpc: "2.0", ...event }))));
    },
    /** Ends every connection. */
    drop(code = 1011): void {
      for (const client of [...open]) client.close(code);
      open.clear();
    },
    [Symbol.dispose]() {
      if (isOver) return;
      isOver = true;
      for (const client of [...open]) client.close(1000);
      network.disable();
    },
  };
}

function reply(client: Client, id: RpcId, body: object): void {
  try {
    client.send(JSON.stringify({ jsonrpc: "2.0", id, ...body }));
  } catch {
    // The connection went while the handler was at work: nobody is there to be told.
  }
}

export const hello = {
  protocol: 1 as const,
  bridge: { name: "switchyard", version: "0.1.0" },
  capabilities: [],
};

/** Where the bridge of the tests keeps its settings. */
export const SETTINGS_FILE = "/home/ada/.switchyard/settings.json";

/** The settings as a client sees them: nothing chosen, nothing off. */
export function settings(values: Partial<Record<keyof Settings, unknown>> = {}): Settings {
  return Settings.parse({
    cliBackend: "claude",
    isBackendChosen: false,
    backendsOff: [],
    maxProcesses: null,
    processLimit: 8,
    sleepAfterMinutes: 30,
    keepStoppedDays: null,
    resumesAfterLimit: false,
    sessionBudgetUsd: null,
    ...values,
  });
}

const defaults: Handlers = {
  hello: () => hello,
  getActiveSessionId: () => ({ sessionId: null }),
  switchActiveSession: () => ({}),
  unsubscribeSession: () => ({}),
  markSessionRead: () => ({}),
  listSessions: () => ({ sessions: [] }),
  listBackends: () => ({ backends: [] }),
  listPersonas: () => ({ personas: [], problems: [] }),
  listPacks: () => ({ packs: [], isSafe: false }),
  listQueuedMessages: () => ({ queue: [] }),
  listActiveSessions: () => ({ sessions: [] }),
  listRequests: () => ({ requests: [] }),
  getProjects: () => ({ projects: [] }),
  listWorktrees: () => ({ worktrees: [] }),
  getOutcomes: () => ({ rows: [] }),
  getUsage: () => ({
    rows: [],
    total: { turns: 0, inputTokens: 0, outputTokens: 0, costUsd: null, turnsWithoutCost: 0 },
  }),
  getStorage: () => ({ bytes: 1_240_000_000, sessions: 214, freeBytes: 68_000_000_000 }),
  getSettings: () => ({ settings: settings(), cwd: "/home/ada/app", settingsFile: SETTINGS_FILE }),
};

export const session = SessionId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a01");
export const log = LogId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0b01");
export const otherLog = LogId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0b02");

/** A chunk of `session`; by default a delta of one message. */
export function chunk(seq: number, body: Record<string, unknown> = {}): AgentChunk {
  const whole = { type: "agent_message", messageKey: "m", content: `${seq} `, isDone: false, ...body };
  return { sessionId: session, seq, at: 1000 + seq, turn: 1, ...ChunkBody.parse(whole) };
}

export function sessionInfo(values: Partial<Record<keyof SessionInfo, unknown>> = {}): SessionInfo {
  return SessionInfo.parse({
    sessionId: session,
    beadId: null,
    persona: "specialist",
    backendId: "claude",
    status: "paused",
    process: "live",
    createdAt: 1_700_000_000,
    title: "Rotate the signing secret",
    projectId: null,
    cwd: "/home/ada/app",
    model: null,
    permissionMode: "default",
    cliSessionId: null,
    logId: log,
    lastSeq: 3,
    lastActivity: 1_700_000_100,
    unread: 0,
    pendingApprovals: 0,
    queued: 0,
    storage: "ok",
    sharesCwdWith: [],
    isArchived: false,
    startPlace: null,
    batch: null,
    resumeCommand: null,
    provenance: null,
    worktree: null,
    trace: null,
    verifiedTurn: 0,
    usage: { inputTokens: 0, outputTokens: 0, costUsd: null, turnsWithoutCost: 0 },
    pendingQuestions: 0,
    context: null,
    budget: null,
    beadBudget: null,
    epicBudget: null,
    hold: null,
    lastTurn: null,
    rules: 0,
    ...values,
  });
}
