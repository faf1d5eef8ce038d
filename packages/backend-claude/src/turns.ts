import type { AgentEvent } from "@switchyard/core/backend";
import type { Init, Result } from "./native.ts";

export interface Turn {
  readonly by: "user" | "agent";
  /** What the prompt was sent with; null for Claude's own turns and while the prompt waits for the setup. */
  uuid: string | null;
  /** "/cost" and its like: their output is what the user wants to see. */
  readonly isCommand: boolean;
  /** Claude has begun to work on it. */
  isBegun: boolean;
  isInterrupted: boolean;
  /** The agent has said something in it. */
  hasSpoken: boolean;
  /** Opened by a request of a sub-agent in the background: no `result` will end it. */
  isForRequest: boolean;
}

/** What is held back at most until a turn takes it. */
const MAX_HELD = 512;

/**
 * Which turn is open, and whose. A prompt of ours may be written just when Claude begins a turn of its own:
 * what Claude says then stands in ours, and only the `result` that answers our prompt ends it.
 */
export class Turns {
  current: Turn | null = null;
  #isOwnRunning = false;
  /** It has said nothing yet. */
  #isOwnDue = false;
  /** Whether this version of Claude names the prompts that a turn answers. */
  #namesPrompts = false;
  /** A task in the background has ended since the last `result`: what begins next is Claude's own. */
  #isNotified = false;
  #held: AgentEvent[] = [];

  /** A turn of Claude's own runs, told of or not. */
  get isOwnRunning(): boolean {
    return this.#isOwnRunning;
  }

  openByUser(text: string): AgentEvent[] {
    this.current = turnOf("user", text.startsWith("/"));
    return this.#held.splice(0);
  }

  taskEnded(): void {
    this.#isNotified = true;
  }

  begun({ user_message_uuids: uuids }: Init): void {
    const turn = this.current;
    if (uuids !== undefined) this.#namesPrompts = true;
    const isOurs =
      uuids === undefined ? !this.#namesPrompts && !this.#isNotified : uuids.includes(turn?.uuid ?? "");
    if (turn?.by === "user" && turn.uuid !== null && isOurs) {
      turn.isBegun = true;
      return;
    }
    this.#isOwnRunning = true;
    this.#isOwnDue = turn === null;
    if (turn !== null) turn.isForRequest = false;
  }

  /** Where a prompt is in Claude's queue: "queued", "started", and one of the rest at its end. */
  follows(uuid: string, state: string): "begun" | "dropped" | "other" {
    this.#namesPrompts = true;
    const turn = this.current;
    if (turn === null || turn.uuid !== uuid) return "other";
    if (state === "started") turn.isBegun = true;
    if (turn.isBegun) return "begun";
    return ["completed", "cancelled", "discarded", "refused"].includes(state) ? "dropped" : "other";
  }

  /** Puts what the agent says into the open turn, into a new one of its own, or keeps it for the next. */
  place(events: readonly AgentEvent[]): AgentEvent[] {
    if (events.length === 0) return [];
    const opening = this.current === null && this.#isOwnDue ? this.#openOwn(false) : [];
    if (this.current === null) {
      this.#held.push(...events);
      this.#held.splice(0, this.#held.length - MAX_HELD);
      return [];
    }
    if (events.some(({ type }) => type === "agent_message")) this.current.hasSpoken = true;
    return [...opening, ...events];
  }

  /** A permission request needs a turn, wherever it comes from. */
  placeRequest(events: readonly AgentEvent[]): AgentEvent[] {
    const opening = this.current === null && !this.#isOwnDue ? this.#openOwn(true) : [];
    return [...opening, ...this.place(events)];
  }

  /** Whether a `result` ends the open turn. */
  isEndedBy({ user_message_uuids: uuids, origin }: Result): boolean {
    const wasOwn = this.#isOwnRunning || origin?.kind === "task-notification";
    this.#isOwnRunning = false;
    this.#isOwnDue = false;
    this.#isNotified = false;
    const turn = this.current;
    if (turn === null) return false;
    if (turn.by === "agent") return !turn.isForRequest;
    if (turn.uuid === null) return false;
    return uuids === undefined ? !wasOwn : uuids.includes(turn.uuid);
  }

  close(): void {
    this.current = null;
  }

  #openOwn(isForRequest: boolean): AgentEvent[] {
    this.#isOwnDue = false;
    this.current = { ...turnOf("agent", false), isBegun: true, isForRequest };
    return [{ type: "turn_started", content: "", by: "agent" }, ...this.#held.splice(0)];
  }
}

function turnOf(by: Turn["by"], isCommand: boolean): Turn {
  return {
    by,
    uuid: null,
    isCommand,
    isBegun: false,
    isInterrupted: false,
    hasSpoken: false,
    isForRequest: false,
  };
}
