import {
  seededPrompt,
  type AgentEvent,
  type Codec,
  type CodecState,
  type ConversationInput,
  type ExitOutcome,
  type Intent,
  type Step,
} from "@switchyard/core/backend";
import { PermissionMode, type TurnError } from "@switchyard/core/protocol";
import { Background } from "./background.ts";
import { Calls } from "./calls.ts";
import { Context } from "./context.ts";
import { Limits, resetIn } from "./limits.ts";
import { controlErrorLine, controlSuccessLine, userLine, uuidOf } from "./lines.ts";
import { commandOutput, Messages } from "./messages.ts";
import {
  CanUseTool,
  readLine,
  type Assistant,
  type ControlResponse,
  type Init,
  type Native,
  type Result,
  type User,
} from "./native.ts";
import { Model } from "./model.ts";
import { Noise } from "./noise.ts";
import { NOT_LOGGED_IN, endedBy, failure, notLoggedIn, turnOutcome, Usage } from "./outcome.ts";
import { REFUSED_RESUME, resumedId } from "./plan.ts";
import { promptContent } from "./prompt-content.ts";
import { NO_FORM, Requests } from "./requests.ts";
import { isResult } from "./results.ts";
import { Setup } from "./setup.ts";
import { systemNotice } from "./system-notices.ts";
import { Turns } from "./turns.ts";

type Answer = Extract<Intent, { type: "answer" | "answer_question" }>;
type Prompt = Extract<Intent, { type: "prompt" }>;

/** Speaks with one `claude` process. */
export class ClaudeCodec implements Codec {
  readonly #input: ConversationInput;
  readonly #setup: Setup;
  readonly #model: Model;
  readonly #requests: Requests;
  readonly #calls: Calls;
  readonly #turns = new Turns();
  readonly #messages = new Messages();
  readonly #background = new Background();
  readonly #usage: Usage;
  readonly #context = new Context();
  readonly #limits = new Limits();
  readonly #noise = new Noise();
  #events: AgentEvent[] = [];
  #writes: string[] = [];
  #state: CodecState | null = null;
  /** The prompt that waits until the setup is settled. */
  #kept: Prompt | null = null;
  #prompts = 0;
  /** When the last message was said, in Unix ms, by Claude's own clock. */
  #saidAt: number | null = null;
  #cliSessionId: string | null = null;
  #isUnresumable = false;
  #look: Pick<Step, "wakeMs"> = {};

  constructor(input: ConversationInput) {
    this.#input = input;
    this.#setup = new Setup(input);
    this.#model = new Model(input.model);
    this.#usage = new Usage(resumedId(input) !== null);
    this.#requests = new Requests(input.cwd);
    this.#calls = new Calls(input.cwd);
  }

  open(): Step {
    const { start } = this.#input;
    this.#isUnresumable = typeof start === "object" && "resume" in start && resumedId(this.#input) === null;
    if (!this.#isUnresumable) this.#writes.push(this.#setup.open());
    return this.#step();
  }

  send(intent: Intent): Step {
    if (this.#isUnresumable) return this.#step();
    switch (intent.type) {
      case "prompt":
        this.#kept = intent;
        this.#events.push(...this.#turns.openByUser(intent.text));
        this.#writePrompt();
        break;
      case "interrupt":
        this.#interrupt();
        break;
      case "answer":
      case "answer_question":
        this.#answer(intent);
        break;
      case "set_mode":
        this.#writes.push(...this.#setup.setMode(intent.permissionMode));
        break;
      case "set_model":
        this.#model.changing();
        this.#writes.push(...this.#setup.setModel(intent.model));
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
      case "unknown":
        break;
      case "text":
        this.#events.push(...this.#noise.text(line.text));
        break;
      case "broken":
        this.#events.push(...this.#noise.broken());
        break;
      default:
        this.#read(line);
    }
    return this.#step();
  }

  /** No turn has come for a task that ended. */
  wake(): Step {
    if (this.#turns.current === null) this.#background.reported();
    return this.#step();
  }

  exit({ reason, code, stderrTail }: ExitOutcome): Step {
    const isRefused = reason === "exit" && code !== 0 && REFUSED_RESUME.test(stderrTail);
    if (isRefused && this.#isResuming()) this.#isUnresumable = true;
    if (this.#isUnresumable || this.#turns.current === null) return this.#step();
    if (reason === "exit" && NOT_LOGGED_IN.test(stderrTail)) this.#fail(notLoggedIn(stderrTail));
    else this.#events.push(...this.#requests.close().events, ...this.#calls.endTurn(false));
    this.#writes = [];
    return this.#step();
  }

  #read(native: Native): void {
    this.#background.follow(native);
    switch (native.kind) {
      case "system/init":
        return this.#begin(native);
      case "system/status":
        if (native.permissionMode) this.#events.push(this.#setup.mode.told(native.permissionMode));
        return;
      case "system/informational":
      case "system/compact_boundary":
      case "system/api_retry":
        this.#events.push(systemNotice(native));
        return;
      case "stream_event":
        this.#usage.answering();
        return this.#say(this.#messages.stream(native));
      case "assistant":
        return this.#readAssistant(native);
      case "user":
        return this.#readUser(native);
      case "result":
        return this.#readResult(native);
      case "command_lifecycle":
        return this.#followPrompt(native.command_uuid, native.state);
      case "rate_limit_event":
        this.#events.push(...this.#limits.told(native));
        return;
      case "control_response":
        return this.#readControlResponse(native);
      case "control_request":
        return this.#readControlRequest(native.request_id, native.request);
      case "control_cancel_request":
        return this.#withdraw(native.request_id);
      case "system/task_notification":
        this.#look = this.#background.look;
        return this.#turns.taskEnded();
      case "system/background_tasks_changed":
      case "system/task_started":
        break;
    }
  }

  #begin(init: Init): void {
    this.#turns.begun(init);
    if (this.#turns.isOwnRunning) this.#background.reported();
    if (init.permissionMode !== undefined) this.#events.push(this.#setup.mode.told(init.permissionMode));
    this.#openConversation(init.session_id, init);
    this.#events.push(...this.#model.told(init.model));
    if (this.#turns.current?.isInterrupted === true) this.#writes.push(this.#setup.interrupt());
  }

  /** Told once for a process, and again whenever its conversation becomes another (`/clear`). */
  #openConversation(cliSessionId: string, init: Partial<Init>): void {
    if (cliSessionId === this.#cliSessionId) return;
    if (this.#cliSessionId !== null) this.#context.emptied();
    this.#cliSessionId = cliSessionId;
    this.#events.push({
      type: "session_started",
      content: "",
      cliSessionId,
      model: this.#model.opened(init.model),
      cwd: init.cwd ?? this.#input.cwd,
      cliVersion: init.claude_code_version ?? null,
      permissionMode: PermissionMode.safeParse(this.#setup.mode.word).data ?? this.#input.permissionMode,
      ...(init.tools === undefined ? {} : { tools: init.tools }),
    });
  }

  #say(events: readonly AgentEvent[]): void {
    this.#events.push(...this.#turns.place(events));
  }

  #readAssistant(message: Assistant): void {
    this.#usage.answering();
    this.#saidAt = Date.parse(message.timestamp ?? "") || null;
    this.#say(this.#messages.whole(message));
    if (this.#turns.current !== null) this.#events.push(...this.#context.answered(message));
    const parent = message.parent_tool_use_id ?? null;
    if (parent !== null) this.#say(this.#calls.saidInside(parent, message));
    for (const block of message.message.content) {
      const { type, id, name, input } = block;
      const isCall = type === "tool_use" || type === "server_tool_use" || type === "mcp_tool_use";
      if (isCall && id !== undefined && name !== undefined)
        this.#say(this.#calls.begin({ id, name, input, parent }));
      else if (isResult(block)) this.#say(this.#calls.result(block, undefined));
    }
  }

  #readUser({ message, tool_use_result: details }: User): void {
    if (typeof message.content === "string") return this.#readCommandOutput(message.content);
    const results = message.content.filter(isResult);
    for (const block of results) {
      this.#say(this.#calls.result(block, results.length === 1 ? details : undefined));
    }
  }

  #readCommandOutput(text: string): void {
    if (this.#turns.current?.isCommand === true) this.#sayAll(commandOutput(text));
  }

  #sayAll(content: string): void {
    if (content === "") return;
    const messageKey = `${this.#turns.current?.uuid ?? this.#cliSessionId ?? "turn"}:output`;
    this.#say([{ type: "agent_message", content, messageKey }]);
  }

  #readResult(result: Result): void {
    if (this.#isRefusedResume(result)) {
      this.#isUnresumable = true;
      return;
    }
    if (result.session_id !== undefined && this.#cliSessionId !== null) {
      this.#openConversation(result.session_id, {});
    }
    this.#look = this.#background.look;
    if (!this.#turns.isEndedBy(result)) return this.#usage.carry(result);
    const turn = this.#turns.current;
    if (turn?.hasSpoken === false && result.is_error !== true) this.#sayAll(result.result ?? "");
    const resetsAt = this.#limits.resetsAt ?? resetIn(result.result ?? "", this.#saidAt);
    const outcome = turnOutcome(result, turn?.isInterrupted ?? false, resetsAt);
    this.#context.ended(result);
    const { fill } = this.#context;
    const usage = { ...this.#usage.take(result), ...(fill === null ? {} : { context: fill }) };
    this.#close({ ...endedBy(outcome.stopReason, outcome.error), usage }, outcome.stopReason === "end_turn");
  }

  /** The id is unknown or the conversation cannot be read: told before any turn has begun. */
  #isRefusedResume(result: Result): boolean {
    if (!this.#isResuming() || result.is_error !== true || (result.num_turns ?? 0) > 0) return false;
    return REFUSED_RESUME.test((result.errors ?? []).join(" "));
  }

  #isResuming(): boolean {
    return resumedId(this.#input) !== null && this.#cliSessionId === null;
  }

  #close(ended: Extract<AgentEvent, { type: "turn_ended" }>, isWhole: boolean): void {
    const { events, lines } = this.#requests.close();
    this.#writes.push(...lines);
    this.#events.push(...events, ...this.#calls.endTurn(isWhole), ended);
    this.#turns.close();
    this.#kept = null;
  }

  #fail(error: TurnError): void {
    this.#close(endedBy("error", error), false);
  }

  #writePrompt(): void {
    const turn = this.#turns.current;
    if (this.#kept === null || turn === null || !this.#setup.isSettled) return;
    if (this.#setup.refusal !== null) return this.#fail(failure("CLI_FAILED", this.#setup.refusal));
    const { text, messageId, attachments } = this.#kept;
    this.#kept = null;
    this.#prompts += 1;
    turn.uuid = uuidOf(this.#setup.pid, this.#prompts, messageId);
    const told = this.#prompts === 1 ? seededPrompt(this.#input, text) : text;
    this.#writes.push(userLine(promptContent(told, attachments), turn.uuid));
  }

  #interrupt(): void {
    const turn = this.#turns.current;
    if (turn === null) return;
    turn.isInterrupted = true;
    const isUnknownToClaude = this.#kept !== null || turn.isForRequest;
    if (isUnknownToClaude) return this.#close(endedBy("interrupted"), false);
    this.#writes.push(this.#setup.interrupt());
  }

  #answer(intent: Answer): void {
    const isEnding = this.#turns.current?.isInterrupted === true;
    const answered = this.#requests.answer(intent, isEnding);
    if (answered === null) return;
    if (answered.line !== null) this.#writes.push(answered.line);
    if (answered.rejection !== null) this.#calls.reject(answered.toolCallId, answered.rejection);
    this.#endRequestTurn();
  }

  #withdraw(requestKey: string): void {
    const call = this.#requests.callOf(requestKey);
    if (call !== undefined) this.#calls.reject(call, "It was not run: Claude Code no longer asks for it.");
    this.#events.push(...this.#requests.withdraw(requestKey));
    this.#endRequestTurn();
  }

  /** A turn that is there for a request alone ends with it. */
  #endRequestTurn(): void {
    if (this.#turns.current?.isForRequest !== true || this.#requests.waiting) return;
    this.#close(endedBy("end_turn"), true);
  }

  /** A prompt that Claude drops without beginning it gets no `result`. */
  #followPrompt(uuid: string, state: string): void {
    if (this.#turns.follows(uuid, state) !== "dropped") return;
    if (this.#turns.current?.isInterrupted === true) return this.#close(endedBy("interrupted"), false);
    this.#fail(failure("CLI_FAILED", `Claude Code did not take the message (${state}). Send it again.`));
  }

  #readControlResponse(message: ControlResponse): void {
    const { events, writes, cancelled, costBefore, model } = this.#setup.answered(message);
    if (costBefore !== undefined) this.#usage.begunAt(costBefore);
    this.#events.push(...events, ...this.#model.told(model));
    this.#writes.push(...writes);
    const turn = this.#turns.current;
    if (turn?.uuid && cancelled?.includes(turn.uuid) === true)
      return this.#close(endedBy("interrupted"), false);
    this.#writePrompt();
  }

  #readControlRequest(requestId: string, request: Readonly<Record<string, unknown>>): void {
    if (request["subtype"] !== "can_use_tool") {
      const name = String(request["subtype"]);
      this.#writes.push(
        controlErrorLine(requestId, `Switchyard does not answer requests of the kind "${name}".`),
      );
      return;
    }
    const ask = CanUseTool.safeParse(request).data;
    if (ask === undefined) {
      this.#writes.push(controlErrorLine(requestId, "Switchyard could not read this request."));
      this.#events.push(...this.#noise.broken());
      return;
    }
    const { tool_use_id: id, tool_name: name, input } = ask;
    const head = this.#calls.begin({ id, name, input, parent: null });
    const shown = Object.keys(input).length === 0 ? (this.#calls.inputOf(id) ?? input) : input;
    const asked = this.#requests.open(requestId, ask, { shown, afterPlan: this.#setup.mode.afterPlan });
    if (asked === null) {
      this.#say(head);
      this.#calls.reject(id, NO_FORM);
      this.#writes.push(controlSuccessLine(requestId, { behavior: "deny", message: NO_FORM }));
      return;
    }
    this.#events.push(...this.#turns.placeRequest([...head, asked]));
  }

  #step(): Step {
    const step: Step = { events: this.#events.splice(0), writes: this.#writes.splice(0), ...this.#look };
    this.#look = {};
    const state = this.#stateNow();
    if (state === null || state === this.#state) return step;
    this.#state = state;
    return { ...step, state };
  }

  #stateNow(): CodecState | null {
    if (this.#isUnresumable) return "unresumable";
    if (!this.#setup.isInitialized || (this.#state === null && !this.#setup.isSettled)) return null;
    if (this.#turns.current !== null) return "busy";
    if (this.#background.isWorking || this.#turns.isOwnRunning) return "background";
    return this.#state === null || this.#state === "ready" ? "ready" : "idle";
  }
}
