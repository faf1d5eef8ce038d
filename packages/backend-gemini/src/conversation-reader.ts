import type { ConversationReader, ToldConversation, ToldEvent, ToldTurn } from "@switchyard/core/backend";
import type { StopReason, TurnUsage } from "@switchyard/core/protocol";
import { toldCall } from "./conversation-calls.ts";
import { storedLine, type StoredMessage, words } from "./conversation-lines.ts";

/**
 * Reads a chat file. A message that comes again takes the place of what was written of it before, but for one
 * in a list of all messages: each start of Gemini writes such a list, without thoughts and calls.
 */
export class GeminiConversationReader implements ConversationReader {
  #messages = new Map<string, StoredMessage>();
  readonly #asWritten = new Map<string, StoredMessage>();

  line(raw: string): void {
    const line = storedLine(raw);
    if (line?.kind === "rewind") this.#goBackTo(line.to);
    if (line?.kind === "message") {
      this.#messages.set(line.message.id, line.message);
      this.#asWritten.set(line.message.id, line.message);
    }
    if (line?.kind !== "about" || line.all === null) return;
    this.#messages = new Map(
      line.all.map((message) => [message.id, this.#asWritten.get(message.id) ?? message]),
    );
  }

  end(): ToldConversation {
    const turns: OpenTurn[] = [];
    let model: string | null = null;
    let at = 0;
    for (const message of this.#messages.values()) {
      const written = Date.parse(message.timestamp ?? "");
      if (!Number.isNaN(written)) at = Math.max(at, written);
      model = message.model ?? model;
      const text = words(message);
      if (message.type === "user" && text !== "") turns.push(opened(at, text));
      const turn = turns.at(-1);
      if (turn !== undefined && message.type !== "user") tell(turn, message, at);
    }
    return { model, turns: turns.map(told) };
  }

  /** As Gemini does it: what follows goes too, and where the place is gone, everything. */
  #goBackTo(id: string): void {
    const ids = [...this.#messages.keys()];
    for (const gone of ids.slice(Math.max(ids.indexOf(id), 0))) this.#messages.delete(gone);
  }
}

interface OpenTurn {
  readonly startedAt: number;
  endedAt: number;
  readonly events: ToldEvent[];
  readonly usage: TurnUsage;
  /** Null: nothing has said that it is over. */
  end: StopReason | null;
}

function opened(at: number, content: string): OpenTurn {
  const usage = { inputTokens: 0, outputTokens: 0, costUsd: null };
  const events = [{ at, event: { type: "user_message" as const, content } }];
  return { startedAt: at, endedAt: at, events, usage, end: null };
}

function tell(turn: OpenTurn, message: StoredMessage, at: number): void {
  const text = words(message);
  turn.endedAt = at;
  if (message.type !== "gemini") {
    if (text === "") return;
    const level = message.type === "error" || message.type === "warning" ? message.type : "info";
    turn.events.push({ at, event: { type: "notice", content: text, level, code: "informational" } });
    if (level === "error") turn.end = "error";
    return;
  }
  turn.events.push(...said(message, text).map((event) => ({ at, event })));
  turn.end = (message.toolCalls ?? []).length === 0 && text !== "" ? "end_turn" : null;
  turn.usage.inputTokens += Math.round(message.tokens?.input ?? 0);
  turn.usage.outputTokens += Math.round((message.tokens?.output ?? 0) + (message.tokens?.thoughts ?? 0));
}

function said({ id, thoughts, toolCalls }: StoredMessage, text: string): ToldEvent["event"][] {
  const thought = (thoughts ?? []).map(({ subject, description }, index) => ({
    type: "agent_thought" as const,
    content: `**${subject}**\n${description}`,
    messageKey: `${id}:thought:${index}`,
  }));
  const message = { type: "agent_message" as const, content: text, messageKey: id };
  return [...thought, ...(text === "" ? [] : [message]), ...(toolCalls ?? []).flatMap(toldCall)];
}

/** A turn that nothing has ended was cut with its process. */
function told({ end, ...turn }: OpenTurn): ToldTurn {
  return { by: "user", ...turn, stopReason: end ?? "process_exit" };
}
