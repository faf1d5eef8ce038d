import {
  firstPrompt,
  type AgentEvent,
  type Codec,
  type CodecState,
  type ConversationInput,
  type ExitOutcome,
  type Intent,
  type Step,
} from "@switchyard/core/backend";
import type { TurnError } from "@switchyard/core/protocol";
import { errorLine } from "./lines.ts";
import {
  Permission,
  Prompted,
  readLine,
  readUpdate,
  RequestId,
  type Answer,
  type Line,
  type Update,
} from "./native.ts";
import { Noise } from "./noise.ts";
import {
  endedBy,
  faultOf,
  isAboutLogin,
  notLoggedIn,
  turnOutcome,
  Usage,
  type Speaker,
  type TurnEnded,
} from "./outcome.ts";
import { cancelledLine, Permissions } from "./permissions.ts";
import { resumedId } from "./plan.ts";
import { Setup, type Consequence } from "./setup.ts";
import { Updates } from "./updates.ts";

type PromptIntent = Extract<Intent, { type: "prompt" }>;
type AnswerIntent = Extract<Intent, { type: "answer" }>;
type Request = Extract<Line, { kind: "request" }>;
type Notification = Extract<Line, { kind: "notification" }>;

interface Turn {
  readonly text: string;
  /** The prompt has gone to the agent. */
  isWritten: boolean;
  isInterrupted: boolean;
  /** Its prompt carries what the agent is to know from the beginning. */
  isFirst: boolean;
}

/** Speaks with one agent process. */
export class AcpCodec implements Codec {
  readonly #input: ConversationInput;
  readonly #speaker: Speaker;
  readonly #setup: Setup;
  readonly #permissions: Permissions;
  readonly #updates: Updates;
  readonly #usage: Usage;
  readonly #noise: Noise;
  #events: AgentEvent[] = [];
  #writes: string[] = [];
  #state: CodecState | null = null;
  #wakeMs: number | null | undefined;
  #turn: Turn | null = null;
  /** The agent knows its persona, and what was said before. */
  #isBriefed: boolean;
  #isUnresumable = false;

  constructor(input: ConversationInput, speaker: Speaker) {
    this.#input = input;
    this.#speaker = speaker;
    this.#isBriefed = resumedId(input) !== null;
    this.#setup = new Setup(input, speaker);
    this.#permissions = new Permissions(speaker.displayName, this.#setup.modes);
    this.#updates = new Updates(speaker.dialect);
    this.#usage = new Usage(speaker.dialect, this.#isBriefed);
    this.#noise = new Noise(speaker.displayName);
  }

  open(): Step {
    this.#writes.push(this.#setup.open());
    return this.#step();
  }

  send(intent: Intent): Step {
    if (this.#isUnresumable) return this.#step();
    switch (intent.type) {
      case "prompt":
        this.#begin(intent);
        break;
      case "interrupt":
        this.#interrupt();
        break;
      case "answer":
        this.#answer(intent);
        break;
      case "answer_question":
        break;
      case "set_mode":
        this.#apply(this.#setup.setMode(intent.permissionMode));
        break;
      case "set_model":
        this.#apply(this.#setup.setModel(intent.model));
        break;
      case "close":
        return { ...this.#step(), state: "closable" };
    }
    return this.#step();
  }

  receive(raw: string): Step {
    if (this.#isUnresumable) return this.#step();
    const line = readLine(raw);
    switch (line.kind) {
      case "blank":
        break;
      case "text":
        this.#say(this.#noise.text(line.text));
        break;
      case "broken":
        this.#say(this.#noise.broken());
        break;
      case "response":
        if (typeof line.id === "number") this.#apply(this.#setup.answered(line.id, line.answer));
        break;
      case "request":
        this.#readRequest(line);
        break;
      case "notification":
        this.#readNotification(line, raw.length);
        break;
    }
    return this.#step();
  }

  wake(): Step {
    this.#apply(this.#setup.endReplay());
    return this.#step();
  }

  exit({ reason, stderrTail }: ExitOutcome): Step {
    if (this.#isUnresumable || this.#turn === null) return this.#step();
    this.#updates.calls.dropHeld();
    const isAtStart = reason === "exit" && !this.#setup.isStarted;
    if (isAtStart && isAboutLogin(stderrTail, this.#speaker)) {
      this.#fail(notLoggedIn(this.#speaker, stderrTail, this.#setup.logins));
    } else this.#closeOpen();
    this.#writes = [];
    return this.#step();
  }

  #begin({ text }: PromptIntent): void {
    if (this.#turn !== null) return;
    this.#turn = { text, isWritten: false, isInterrupted: false, isFirst: false };
    this.#events.push(...this.#updates.release());
    this.#writePrompt();
  }

  #apply({ events, writes, fault, prompted, isUnresumable, wakeMs }: Consequence): void {
    this.#say(events);
    this.#writes.push(...writes);
    if (wakeMs !== undefined) this.#wakeMs = wakeMs;
    if (isUnresumable === true) this.#isUnresumable = true;
    this.#updates.hideTextsOf(this.#setup.modes.all);
    if (prompted !== undefined) this.#readPrompted(prompted);
    if (fault !== undefined && this.#turn !== null) this.#fail(fault);
    this.#writePrompt();
  }

  /** A persona never stands ahead of the user's own command: it goes with the first prompt that is none. */
  #writePrompt(): void {
    const turn = this.#turn;
    if (turn === null || turn.isWritten || this.#isUnresumable) return;
    this.#writes.push(...this.#setup.need());
    if (!this.#setup.isSettled) return;
    if (this.#setup.refusal !== null) return this.#fail(this.#setup.refusal);
    turn.isWritten = true;
    turn.isFirst = !this.#isBriefed && !turn.text.startsWith("/");
    this.#writes.push(this.#setup.prompt(turn.isFirst ? firstPrompt(this.#input, turn.text) : turn.text));
  }

  #readPrompted(answer: Answer): void {
    const turn = this.#turn;
    if (turn === null) return;
    if ("error" in answer) {
      if (turn.isInterrupted) return this.#close(endedBy("interrupted"));
      return this.#fail(
        faultOf(answer.error, this.#speaker, { prompt: turn.text, logins: this.#setup.logins }),
      );
    }
    const prompted = Prompted.catch({ stopReason: "end_turn" }).parse(answer.result ?? {});
    // An agent may forget a turn that was cancelled, and with it what it was told in it.
    if (turn.isFirst && prompted.stopReason !== "cancelled") this.#isBriefed = true;
    const usage = this.#usage.take(prompted);
    const { stopReason, error } = turnOutcome(prompted.stopReason, turn.isInterrupted);
    this.#close({ ...endedBy(stopReason, error), ...(usage === undefined ? {} : { usage }) });
  }

  #fail(error: TurnError): void {
    this.#close(endedBy("error", error));
  }

  #close(ended: TurnEnded): void {
    this.#closeOpen();
    this.#events.push(ended);
    this.#turn = null;
  }

  /** No request, call or half-said text outlives its turn. */
  #closeOpen(): void {
    const { events, lines } = this.#permissions.close();
    this.#writes.push(...lines);
    this.#events.push(...this.#updates.end(events));
  }

  #interrupt(): void {
    const turn = this.#turn;
    if (turn === null) return;
    if (!turn.isWritten) return this.#close(endedBy("interrupted"));
    turn.isInterrupted = true;
    const { events, lines } = this.#permissions.close();
    this.#say(events);
    // The cancel goes first: who hears "not allowed" alone asks the model what to do instead.
    this.#writes.push(this.#setup.cancel(), ...lines);
  }

  #answer(intent: AnswerIntent): void {
    const answered = this.#permissions.answer(intent);
    if (answered === null) return;
    const { line, toolCallId, rejection, setsMode } = answered;
    if (setsMode !== undefined) this.#setup.modeFollows(setsMode);
    if (rejection !== null) this.#say(this.#updates.calls.reject(toolCallId, rejection));
    this.#writes.push(line);
  }

  #readRequest({ id, method, params }: Request): void {
    if (method !== "session/request_permission") {
      this.#writes.push(errorLine(id, METHOD_NOT_FOUND, `Switchyard does not answer "${method}".`));
      return;
    }
    const ask = Permission.safeParse(params).data;
    if (ask === undefined) {
      this.#writes.push(errorLine(id, INVALID_PARAMS, `Switchyard could not read this "${method}".`));
      this.#say(this.#noise.broken());
      return;
    }
    // One of the same name waits already: an answer could not tell them apart.
    if (this.#permissions.isWaiting(id)) return;
    if (this.#turn?.isWritten !== true || this.#turn.isInterrupted) {
      this.#writes.push(cancelledLine(id));
      return;
    }
    this.#say(this.#updates.calls.ask(ask.toolCall));
    const asked = this.#permissions.open(id, ask, this.#updates.calls.about(ask.toolCall));
    this.#say([asked]);
    // Nobody could answer it.
    if (asked.options.length === 0) {
      const { events, lines } = this.#permissions.withdraw(id);
      this.#say(events);
      this.#writes.push(...lines);
    }
  }

  #readNotification({ method, params }: Notification, length: number): void {
    if (method === "$/cancel_request") return this.#withdraw(params);
    if (method !== "session/update") return;
    const told = readUpdate(params);
    if (told === null) return this.#say(this.#noise.broken());
    if (this.#isOurs(told.sessionId)) this.#readUpdate(told.update, length);
  }

  #readUpdate(update: Update, length: number): void {
    const { isReplaying } = this.#setup;
    if (update.sessionUpdate === "usage_update") this.#usage.told(update.cost, isReplaying);
    if (isReplaying) return this.#apply(this.#setup.replayed(update, length));
    const mode = this.#updates.modeIn(update);
    if (mode !== undefined) return this.#apply(this.#setup.modeTold(mode));
    if (update.sessionUpdate === "current_mode_update" || update.sessionUpdate === "config_option_update") {
      return this.#apply(this.#setup.follow(update));
    }
    if (this.#turn === null) return this.#updates.hold(update);
    this.#events.push(...this.#updates.show(update));
  }

  #withdraw(params: unknown): void {
    const id = RequestId.safeParse(
      typeof params === "object" && params !== null && "requestId" in params ? params.requestId : null,
    ).data;
    if (id === undefined) return;
    const { events, lines } = this.#permissions.withdraw(id);
    this.#say(events);
    this.#writes.push(...lines);
  }

  /** An agent may tell of other conversations, as those of its sub-agents. */
  #isOurs(sessionId: string): boolean {
    return this.#setup.address === null || this.#setup.address.trim() === sessionId.trim();
  }

  #say(events: readonly AgentEvent[]): void {
    this.#events.push(...this.#updates.say(events));
  }

  #step(): Step {
    const state = this.#stateNow();
    const step: Step = {
      events: this.#events.splice(0),
      writes: this.#writes.splice(0),
      ...(state === null || state === this.#state ? {} : { state }),
      ...(this.#wakeMs === undefined ? {} : { wakeMs: this.#wakeMs }),
    };
    this.#state = state ?? this.#state;
    this.#wakeMs = undefined;
    return step;
  }

  #stateNow(): CodecState | null {
    if (this.#isUnresumable) return "unresumable";
    if (!this.#setup.isReady) return null;
    if (this.#turn !== null) return "busy";
    return this.#state === null || this.#state === "ready" ? "ready" : "idle";
  }
}

const METHOD_NOT_FOUND = -32601;
const INVALID_PARAMS = -32602;
