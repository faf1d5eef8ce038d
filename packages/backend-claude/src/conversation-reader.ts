import type {
  AgentEvent,
  ConversationReader,
  ToldConversation,
  ToldEvent,
  ToldTurn,
} from "@switchyard/core/backend";
import type { StopReason, TurnError, TurnUsage } from "@switchyard/core/protocol";
import { Calls } from "./calls.ts";
import { storedLine, type StoredLine, type StoredMessage, userText } from "./conversation-lines.ts";
import type { Block } from "./native.ts";
import { failure } from "./outcome.ts";

interface OpenTurn {
  readonly by: "user" | "agent";
  readonly startedAt: number;
  endedAt: number;
  readonly events: ToldEvent[];
  /** By the ids of messages: a message is written in several lines, each with all of its usage. */
  readonly usage: Map<string, TurnUsage>;
  /** Null: nothing has said that it is over. */
  end: StopReason | null;
  error?: TurnError;
}

/**
 * Reads the lines of a conversation in the order they were written. Where the user went back to an earlier
 * place and said something else, what had followed that place is left out.
 */
export class ClaudeConversationReader implements ConversationReader {
  #turns: OpenTurn[] = [];
  #turnOf = new Map<string, number>();
  #calls: Calls | null = null;
  #model: string | null = null;
  #at = 0;

  line(raw: string): void {
    const line = storedLine(raw);
    if (line === null || line.isSidechain === true) return;
    const at = Date.parse(line.timestamp ?? "");
    if (!Number.isNaN(at)) this.#at = Math.max(at, 0);
    this.#calls ??= line.cwd === undefined ? null : new Calls(line.cwd);
    this.#read(line);
    if (line.uuid !== undefined) this.#turnOf.set(line.uuid, this.#turns.length - 1);
  }

  end(): ToldConversation {
    this.#close(this.#turns.at(-1));
    const turns = this.#turns.filter(({ events }) => events.some(({ event }) => event.type !== "notice"));
    return { model: this.#model, turns: turns.map(told) };
  }

  #read(line: StoredLine): void {
    const { message } = line;
    if (line.type === "user" && message !== undefined) this.#readUser(line, message);
    else if (line.type === "assistant" && message !== undefined) this.#readAssistant(line, message);
    else if (line.type === "system") this.#readSystem(line);
    else if (line.type === "attachment" && line.attachment?.type === "queued_command") this.#readQueued(line);
  }

  #readUser(line: StoredLine, { content }: StoredMessage): void {
    const results = typeof content === "string" ? [] : content.filter(({ type }) => type === "tool_result");
    for (const block of results) {
      this.#tell(this.#calls?.result(block, results.length === 1 ? line.toolUseResult : undefined) ?? []);
    }
    if (results.length > 0 || line.isMeta === true || line.isCompactSummary === true) return;
    const said = userText(content);
    if (said === null) return;
    const turn = this.#turns.at(-1);
    if (said.kind === "interrupted") {
      if (turn !== undefined) turn.end = "interrupted";
    } else if (said.kind === "reply") this.#reply(said.text, line.uuid);
    else if (said.kind === "told") this.#begin("agent");
    else this.#prompt(said.text, line.parentUuid);
  }

  #prompt(content: string, parent: string | null | undefined): void {
    this.#close(this.#turns.at(-1));
    this.#goBackTo(parent);
    this.#begin("user");
    this.#tell([{ type: "user_message", content }]);
  }

  /** What was typed while a turn ran, and went into it. */
  #readQueued({ attachment }: StoredLine): void {
    const prompt = attachment?.prompt;
    const said = typeof prompt === "string" ? userText(prompt) : null;
    if (said?.kind === "prompt") this.#tell([{ type: "user_message", content: said.text }]);
  }

  /** In a terminal a command is told in this way, and without one only its answer. */
  #readSystem({ subtype, content, uuid, parentUuid }: StoredLine): void {
    if (subtype === "compact_boundary") {
      const words = "Claude Code has summed up the conversation so far.";
      this.#tell([{ type: "notice", content: words, level: "info", code: "compacted" }]);
    }
    const said = subtype === "local_command" && typeof content === "string" ? userText(content) : null;
    if (said?.kind === "prompt") this.#prompt(said.text, parentUuid);
    if (said?.kind === "reply") this.#reply(said.text, uuid);
  }

  #readAssistant(line: StoredLine, message: StoredMessage): void {
    const turn = this.#turns.at(-1) ?? this.#begin("agent");
    const { id, content, model, stop_reason: reason } = message;
    if (model !== undefined && model !== "<synthetic>") this.#model = model;
    if (id !== undefined && message.usage) turn.usage.set(id, usageOf(message.usage));
    const blocks: readonly Block[] =
      typeof content === "string" ? [{ type: "text", text: content }] : content;
    for (const [index, block] of blocks.entries())
      this.#tell(this.#saidBy(block, `${line.uuid ?? id}:${index}`));
    const goesOn = line.isAbortedMidStream === true || blocks.some(({ type }) => type !== "text");
    turn.end = goesOn ? null : stopReason(reason);
    if (line.isApiErrorMessage !== true) return;
    turn.end = "error";
    turn.error = failure("CLI_FAILED", blocks.map(({ text }) => text ?? "").join("\n"));
  }

  #saidBy(block: Block, messageKey: string): AgentEvent[] {
    const { type, text, thinking, id, name } = block;
    if (type === "text" && text) return [{ type: "agent_message", content: text, messageKey }];
    if (type === "thinking" && thinking) return [{ type: "agent_thought", content: thinking, messageKey }];
    if (type !== "tool_use" || id === undefined || name === undefined) return [];
    return this.#calls?.begin({ id, name, input: block.input, parent: null }) ?? [];
  }

  /** A command that says nothing (`/clear`) was no turn. */
  #reply(content: string, uuid: string | undefined): void {
    const turn = this.#turns.at(-1);
    if (turn === undefined) return;
    if (content === "" && turn.events.length <= 1 && turn.end === null) this.#turns.pop();
    else if (content !== "") this.#tell([{ type: "agent_message", content, messageKey: uuid ?? "reply" }]);
    turn.end ??= "end_turn";
  }

  #goBackTo(parent: string | null | undefined): void {
    const index = parent ? this.#turnOf.get(parent) : undefined;
    if (index !== undefined) this.#turns.length = Math.min(this.#turns.length, index + 1);
  }

  #begin(by: OpenTurn["by"]): OpenTurn {
    this.#close(this.#turns.at(-1));
    const turn: OpenTurn = {
      by,
      startedAt: this.#at,
      endedAt: this.#at,
      events: [],
      usage: new Map(),
      end: null,
    };
    this.#turns.push(turn);
    return turn;
  }

  #close(turn: OpenTurn | undefined): void {
    if (turn === undefined) return;
    for (const event of this.#calls?.endTurn(false) ?? []) {
      if (isTold(event)) turn.events.push({ at: turn.endedAt, event });
    }
  }

  #tell(events: readonly (ToldEvent["event"] | AgentEvent)[]): void {
    const turn = this.#turns.at(-1);
    if (turn === undefined) return;
    for (const event of events) {
      if (!isTold(event)) continue;
      turn.endedAt = Math.max(turn.endedAt, this.#at);
      turn.events.push({ at: turn.endedAt, event });
    }
  }
}

function isTold(event: ToldEvent["event"] | AgentEvent): event is ToldEvent["event"] {
  return TOLD.has(event.type);
}

const TOLD: ReadonlySet<string> = new Set([
  "user_message",
  "agent_message",
  "agent_thought",
  "tool_call",
  "tool_call_update",
  "plan",
  "notice",
] satisfies ToldEvent["event"]["type"][]);

/** Older versions write none: a message that ends in words has ended the turn. */
function stopReason(reason: string | null | undefined): StopReason | null {
  if (reason === "tool_use") return null;
  return reason === "refusal" || reason === "max_tokens" ? reason : "end_turn";
}

function usageOf(usage: NonNullable<StoredMessage["usage"]>): TurnUsage {
  const read = usage.cache_read_input_tokens ?? 0;
  const written = usage.cache_creation_input_tokens ?? 0;
  return {
    inputTokens: Math.round((usage.input_tokens ?? 0) + read + written),
    outputTokens: Math.round(usage.output_tokens ?? 0),
    costUsd: null,
  };
}

/** A turn that nothing has ended was cut with its process. */
function told({ by, startedAt, endedAt, events, usage, end, error }: OpenTurn): ToldTurn {
  const stop = { stopReason: end ?? "process_exit", ...(error === undefined ? {} : { error }) };
  if (usage.size === 0) return { by, startedAt, endedAt, events, ...stop };
  const total = { inputTokens: 0, outputTokens: 0, costUsd: null };
  for (const each of usage.values()) {
    total.inputTokens += each.inputTokens;
    total.outputTokens += each.outputTokens;
  }
  return { by, startedAt, endedAt, events, ...stop, usage: total };
}
