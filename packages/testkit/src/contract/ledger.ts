import type { AgentEvent, Intent, Step } from "@switchyard/core/backend";
import { parseEvent } from "./chunk.ts";

/**
 * The bridge's books in small: it opens a turn with each prompt, none while one is open, and answers a
 * request once. Whatever a codec tells must fit into them; what does not is thrown.
 */
export class Ledger {
  #isTurnOpen = false;
  #requests = new Set<string>();
  #calls = new Set<string>();
  #isAlarmSet = false;

  get isAlarmSet(): boolean {
    return this.#isAlarmSet;
  }

  /** Notes an intent; false: the bridge would not have it just now. */
  allows(intent: Intent): boolean {
    switch (intent.type) {
      case "prompt":
        if (this.#isTurnOpen) return false;
        this.#isTurnOpen = true;
        return true;
      case "interrupt":
        this.#requests.clear();
        return this.#isTurnOpen;
      case "answer":
      case "answer_question":
        return this.#requests.delete(intent.requestKey);
      case "set_mode":
      case "set_model":
      case "close":
        return true;
    }
  }

  /** @throws {Error} for the first thing that does not fit */
  take(step: Step): void {
    if (step.wakeMs !== undefined) this.#isAlarmSet = step.wakeMs !== null;
    for (const event of step.events) this.#note(event);
    const broken = step.writes.find((line) => line.includes("\n"));
    if (broken !== undefined) throw new Error(`A line with a line break: ${JSON.stringify(broken)}`);
  }

  woken(): void {
    this.#isAlarmSet = false;
  }

  /** What a process's end leads to: nothing more is written, and nothing begins that nobody could end. */
  takeLast(step: Step): void {
    this.take(step);
    if (step.writes.length > 0) throw new Error(`Written after the end: ${step.writes.join("\n")}`);
    const begun = step.events.find(({ type }) => BEGINS.has(type));
    if (begun !== undefined) throw new Error(`Begun by the end: ${JSON.stringify(begun)}`);
  }

  #note(event: AgentEvent): void {
    parseEvent(event);
    const wasOpen = this.#isTurnOpen;
    if (event.type === "turn_started") this.#isTurnOpen = true;
    if (event.type === "turn_ended") this.#isTurnOpen = false;
    if (isRequest(event)) this.#requests.add(event.requestKey);
    if (isResolved(event)) this.#requests.delete(event.requestKey);
    this.#noteCall(event);
    if (event.type === "turn_started" && wasOpen) throw new Error("A turn was begun while one was open.");
    if (event.type !== "turn_started" && !wasOpen && !OUTSIDE.has(event.type)) {
      throw new Error(`Told outside any turn: ${JSON.stringify(event)}`);
    }
  }

  /** A call is begun once, and what is told of it later is told of one that runs. */
  #noteCall(event: AgentEvent): void {
    if (event.type === "tool_call") {
      if (this.#calls.has(event.toolCallId)) throw new Error(`Begun twice: ${JSON.stringify(event)}`);
      this.#calls.add(event.toolCallId);
    }
    if (event.type !== "tool_call_update") return;
    if (!this.#calls.has(event.toolCallId)) throw new Error(`No such call runs: ${JSON.stringify(event)}`);
    if (event.status !== "in_progress") this.#calls.delete(event.toolCallId);
  }
}

/** What may be told while no turn is open. */
const OUTSIDE: ReadonlySet<AgentEvent["type"]> = new Set([
  "session_started",
  "notice",
  "mode",
  "model",
  "abilities",
  "permission_resolved",
  "question_resolved",
  "plan_limit",
]);

const BEGINS: ReadonlySet<AgentEvent["type"]> = new Set([
  "turn_started",
  "tool_call",
  "permission_request",
  "question_request",
]);

type Of<T extends AgentEvent["type"]> = Extract<AgentEvent, { type: T }>;

/** Whether something waits for the user from here on. */
export function isRequest(event: AgentEvent): event is Of<"permission_request" | "question_request"> {
  return event.type === "permission_request" || event.type === "question_request";
}

/** Whether the program itself has settled what waited. */
export function isResolved(event: AgentEvent): event is Of<"permission_resolved" | "question_resolved"> {
  return event.type === "permission_resolved" || event.type === "question_resolved";
}
