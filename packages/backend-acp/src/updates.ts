import type { AgentEvent } from "@switchyard/core/backend";
import { Calls } from "./calls.ts";
import type { AcpDialect } from "./dialect.ts";
import { Messages } from "./messages.ts";
import type { Update } from "./native.ts";

/** What the agent says outside a turn is kept at most so far for the next. */
const MAX_HELD = 512;

/** What the agent tells of its work, as events in their order. */
export class Updates {
  readonly calls: Calls;
  readonly #modeText: string | undefined;
  readonly #messages = new Messages();
  #held: Update[] = [];

  constructor(dialect: AcpDialect) {
    this.calls = new Calls(dialect);
    this.#modeText = dialect.modeText;
  }

  /** The agent's modes are known: texts that tell of them are for us alone. */
  hideTextsOf(modes: readonly string[]): void {
    const prefix = this.#modeText;
    if (prefix === undefined) return;
    const longestFirst = modes.toSorted((a, b) => b.length - a.length);
    this.#messages.hidden = longestFirst.map((id) => `${prefix}${id}`);
  }

  /** The mode that a text tells of, where it does nothing else. */
  modeIn(update: Update): string | undefined {
    if (update.sessionUpdate !== "agent_message_chunk") return undefined;
    const text = this.#messages.hidden.find((one) => one === update.content.text);
    return text?.slice((this.#modeText ?? "").length);
  }

  /** Keeps what comes between two turns. */
  hold(update: Update): void {
    this.#held.push(update);
    this.#held.splice(0, this.#held.length - MAX_HELD);
  }

  /** What was kept, now that there is a turn for it. */
  release(): AgentEvent[] {
    return this.#held.splice(0).flatMap((update) => this.show(update));
  }

  show(update: Update): AgentEvent[] {
    switch (update.sessionUpdate) {
      case "agent_message_chunk":
        return this.#messages.say("agent_message", update);
      case "agent_thought_chunk":
        return this.#messages.say("agent_thought", update);
      case "tool_call":
        return this.say(this.calls.announce(update));
      case "tool_call_update":
        return this.say(this.calls.update(update));
      case "plan":
        return this.say([planOf(update)]);
      default:
        return [];
    }
  }

  /** What the agent does ends the message before it; what is said about it (notices, modes) does not. */
  say(events: readonly AgentEvent[]): AgentEvent[] {
    const isDeed = events.some(({ type }) => DEEDS.has(type));
    return isDeed ? [...this.#messages.pause(), ...events] : [...events];
  }

  /** No half-said text and no call outlives its turn; `between` stands between the two. */
  end(between: readonly AgentEvent[]): AgentEvent[] {
    return [...this.#messages.pause(), ...between, ...this.calls.endTurn()];
  }
}

const DEEDS: ReadonlySet<AgentEvent["type"]> = new Set([
  "tool_call",
  "tool_call_update",
  "plan",
  "permission_request",
  "question_request",
]);

function planOf({ entries }: Extract<Update, { sessionUpdate: "plan" }>): AgentEvent {
  return {
    type: "plan",
    content: entries.map(({ content }) => content).join("\n"),
    entries: entries.map(({ content, status, priority }) => ({
      content,
      status,
      ...(priority === undefined ? {} : { priority }),
    })),
  };
}
