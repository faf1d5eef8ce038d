import {
  NOTHING,
  type AgentEvent,
  type Codec,
  type CodecState,
  type ConversationInput,
  type Intent,
  type Step,
} from "@switchyard/core/backend";
import { acpBackend } from "./backend.ts";
import type { AcpDialect } from "./dialect.ts";
import { readOurs, readTheirs, type Message } from "./schema.testkit.ts";

type EventOf<T extends AgentEvent["type"]> = Extract<AgentEvent, { type: T }>;

export const SESSION = "c0ffee00-0000-4000-8000-000000000001";
export const MODES = {
  currentModeId: "default",
  availableModes: [
    { id: "default", name: "Default" },
    { id: "acceptEdits", name: "Accept Edits" },
    { id: "plan", name: "Plan" },
    { id: "bypassPermissions", name: "Bypass Permissions" },
  ],
};

/** A codec with a test in the agent's place; every line, both ways, is held to the protocol's own schema. */
export class Talk {
  readonly events: AgentEvent[] = [];
  readonly written: Message[] = [];
  state: CodecState | null = null;
  wakeMs: number | null | undefined;
  readonly codec: Codec;

  constructor(more: Partial<ConversationInput> = {}, dialect: AcpDialect = {}) {
    const hint = { text: "Run", command: "agent login" };
    const backend = acpBackend({
      id: "agent",
      displayName: "The Agent",
      program: { command: "agent", versionArgs: [], install: hint, login: hint },
      args: ["acp"],
      dialect,
    });
    const input = { cwd: "/project", start: "new", permissionMode: "default", ...more } as const;
    this.codec = backend.codec(input, {});
    this.#take(this.codec.open());
  }

  send(intent: Intent): this {
    return this.#take(this.codec.send(intent));
  }

  prompt(text: string): this {
    return this.send({ type: "prompt", text, messageId: `message-${this.written.length}` });
  }

  /** Answers the last request of ours under a method. */
  answer(method: string, result: unknown = {}): this {
    const line = JSON.stringify({ jsonrpc: "2.0", id: this.idOf(method), result });
    readTheirs(line, method);
    return this.raw(line);
  }

  refuse(method: string, error: { code: number; message: string; data?: unknown }): this {
    return this.raw(JSON.stringify({ jsonrpc: "2.0", id: this.idOf(method), error }));
  }

  update(update: object, sessionId = SESSION): this {
    const message = { jsonrpc: "2.0", method: "session/update", params: { sessionId, update } };
    readTheirs(JSON.stringify(message));
    return this.raw(JSON.stringify(message));
  }

  say(text: string, more: object = {}): this {
    return this.update({ sessionUpdate: "agent_message_chunk", content: { type: "text", text }, ...more });
  }

  ask(id: number | string, toolCall: object, options: readonly object[] = OPTIONS): this {
    const params = { sessionId: SESSION, toolCall: { toolCallId: "call-1", ...toolCall }, options };
    const line = JSON.stringify({ jsonrpc: "2.0", id, method: "session/request_permission", params });
    readTheirs(line);
    return this.raw(line);
  }

  raw(line: string): this {
    return this.#take(this.codec.receive(line));
  }

  wake(): this {
    return this.#take(this.codec.wake?.() ?? NOTHING);
  }

  exit(code: number | null, stderrTail = ""): this {
    return this.#take(this.codec.exit({ reason: "exit", code, signal: null, stderrTail }));
  }

  /** Parameters of the last line of ours under a method. */
  last(method: string): unknown {
    return this.written.findLast((message) => message.method === method)?.params;
  }

  /** What we answered a request of the agent's with. */
  answerTo(id: number | string): Message | undefined {
    return this.written.findLast((message) => message.id === id && message.method === undefined);
  }

  /** How often we wrote under a method. */
  count(method: string): number {
    return this.written.filter((message) => message.method === method).length;
  }

  of<T extends AgentEvent["type"]>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  text(): string {
    return this.of("agent_message")
      .map(({ content }) => content)
      .join("");
  }

  idOf(method: string): number | string | undefined {
    return this.written.findLast((message) => message.method === method)?.id;
  }

  #take({ events, writes, state, wakeMs }: Step): this {
    this.events.push(...events);
    this.written.push(...writes.map(readOurs));
    if (state !== undefined) this.state = state;
    if (wakeMs !== undefined) this.wakeMs = wakeMs;
    return this;
  }
}

export const OPTIONS = [
  { optionId: "always", name: "Always", kind: "allow_always" },
  { optionId: "yes", name: "Allow", kind: "allow_once" },
  { optionId: "no", name: "Reject", kind: "reject_once" },
] as const;

export const INITIALIZED = {
  protocolVersion: 1,
  agentInfo: { name: "agent", version: "3.2.1" },
  agentCapabilities: { loadSession: true },
};

/** A conversation whose first prompt has been written. */
export function underWay(
  more: Partial<ConversationInput> = {},
  opened: object = {},
  dialect: AcpDialect = {},
): Talk {
  const talk = new Talk(more, dialect).prompt("Hello").answer("initialize", INITIALIZED);
  return talk.answer("session/new", { sessionId: SESSION, ...opened });
}
