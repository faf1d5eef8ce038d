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
import { Elicitation } from "./elicitation.ts";
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
import { Noise, notice } from "./noise.ts";
import {
  endedBy,
  faultOf,
  isAboutLogin,
  notLoggedIn,
  turnOutcome,
  type Speaker,
  type TurnEnded,
} from "./outcome.ts";
import { cancelledLine } from "./permissions.ts";
import { resumedId } from "./plan.ts";
import { cancelledFormLine, declinedFormLine } from "./questions.ts";
import { Requests } from "./requests.ts";
import { Setup, type Consequence } from "./setup.ts";
import { Updates } from "./updates.ts";
import { Usage } from "./usage.ts";

type PromptIntent = Extract<Intent, { type: "prompt" }>;
type AnswerIntent = Extract<Intent, { type: "answer" }>;
type Request = Extract<Line, { kind: "request" }>;
type Notification = Extract<Line, { kind: "notification" }>;

interface Turn {
  readonly prompt: PromptIntent;
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
  readonly #requests: Requests;
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
    this.#requests = new Requests(speaker.displayName, this.#setup.modes);
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
        this.#writes.push(...this.#requests.answerForm(intent));
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

  #begin(prompt: PromptIntent): void {
    if (this.#turn !== null) return;
    this.#turn = { prompt, isWritten: false, isInterrupted: false, isFirst: false };
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
    const { text, attachments } = turn.prompt;
    turn.isFirst = !this.#isBriefed && !text.startsWith("/");
    const told = turn.isFirst ? firstPrompt(this.#input, text) : text;
    this.#writes.push(this.#setup.prompt(told, attachments));
  }

  #readPrompted(answer: Answer): void {
    const turn = this.#turn;
    if (turn === null) return;
    if ("error" in answer) {
      if (turn.isInterrupted) return this.#close(endedBy("interrupted"));
      return this.#fail(
        faultOf(answer.error, this.#speaker, { prompt: turn.prompt.text, logins: this.#setup.logins }),
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
    const { events, lines } = this.#requests.close();
    this.#writes.push(...lines);
    this.#events.push(...this.#updates.end(events));
  }

  #interrupt(): void {
    const turn = this.#turn;
    if (turn === null) return;
    if (!turn.isWritten) return this.#close(endedBy("interrupted"));
    turn.isInterrupted = true;
    const { events, lines } = this.#requests.close();
    this.#say(events);
    // The cancel goes first: who hears "not allowed" alone asks the model what to do instead.
    this.#writes.push(this.#setup.cancel(), ...lines);
  }

  #answer(intent: AnswerIntent): void {
    const answered = this.#requests.permissions.answer(intent);
    if (answered === null) return;
    const { line, toolCallId, rejection, setsMode } = answered;
    if (setsMode !== undefined) this.#setup.modeFollows(setsMode);
    if (rejection !== null) this.#say(this.#updates.calls.reject(toolCallId, rejection));
    this.#writes.push(line);
  }

  #readRequest(request: Request): void {
    const { id, method } = request;
    switch (method) {
      case "session/request_permission":
        return this.#readPermission(request);
      case "elicitation/create":
        return this.#readForm(request);
      default:
        this.#writes.push(errorLine(id, METHOD_NOT_FOUND, `Switchyard does not answer "${method}".`));
    }
  }

  #readForm(request: Request): void {
    const { id, params } = request;
    const ask = Elicitation.safeParse(params).data;
    if (ask === undefined) return this.#refuse(request);
    if (this.#requests.isWaiting(id)) return;
    if (!this.#isAsking) return void this.#writes.push(cancelledFormLine(id));
    const asked = this.#requests.questions.open(id, ask);
    if (asked === "malformed") return this.#refuse(request);
    if (asked !== "foreign") return this.#say([asked]);
    const content = `${this.#speaker.displayName} asked for something that Switchyard has no form for; it was told no: ${ask.message}`;
    this.#say([notice("warning", "form_declined", content)]);
    this.#writes.push(declinedFormLine(id));
  }

  #refuse({ id, method }: Request): void {
    this.#writes.push(errorLine(id, INVALID_PARAMS, `Switchyard could not read this "${method}".`));
    this.#say(this.#noise.broken());
  }

  #readPermission(request: Request): void {
    const { id, params } = request;
    const ask = Permission.safeParse(params).data;
    if (ask === undefined) return this.#refuse(request);
    // One of the same name waits already: an answer could not tell them apart.
    if (this.#requests.isWaiting(id)) return;
    if (!this.#isAsking) return void this.#writes.push(cancelledLine(id));
    this.#say(this.#updates.calls.ask(ask.toolCall));
    const asked = this.#requests.permissions.open(id, ask, this.#updates.calls.about(ask.toolCall));
    this.#say([asked]);
    // Nobody could answer it.
    if (asked.options.length === 0) {
      const { events, lines } = this.#requests.withdraw(id);
      this.#say(events);
      this.#writes.push(...lines);
    }
  }

  /** A turn runs in which the user may be asked. */
  get #isAsking(): boolean {
    return this.#turn?.isWritten === true && !this.#turn.isInterrupted;
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
    if (update.sessionUpdate === "usage_update") {
      const told = this.#usage.told(update, isReplaying);
      if (this.#turn !== null) this.#say(told);
    }
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
    const { events, lines } = this.#requests.withdraw(id);
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
