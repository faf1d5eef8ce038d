import type { AgentEvent, ConversationInput, PromptAttachment } from "@switchyard/core/backend";
import type { Capabilities, PermissionMode, TurnError } from "@switchyard/core/protocol";
import { INITIALIZE, PROTOCOL_VERSION } from "./initialize.ts";
import { notificationLine, requestLine } from "./lines.ts";
import { Models } from "./models.ts";
import { Modes } from "./modes.ts";
import { type ConfigOption, Initialized, Opened, type Answer, type RpcError, type Update } from "./native.ts";
import { notice } from "./noise.ts";
import { faultOf, failure, type Speaker } from "./outcome.ts";
import { resumedId } from "./plan.ts";
import { fileTypes, promptAbilities, promptBlocks } from "./prompt-blocks.ts";

type Asked =
  | { readonly kind: "initialize" | "new" | "open" }
  | { readonly kind: "mode"; readonly permissionMode: PermissionMode; readonly id: string }
  | { readonly kind: "model"; readonly model: string }
  | { readonly kind: "prompt" };

/**
 * `begun`: not yet answered · `ready`: no conversation is open · `opening`: one has been asked for ·
 * `replaying`: it is open, and tells what was said in it · `open` · `broken`: it never will be.
 */
type Phase = "begun" | "ready" | "opening" | "replaying" | "open" | "broken";

export interface Consequence {
  readonly events: readonly AgentEvent[];
  readonly writes: readonly string[];
  /** No prompt can go out for now, for this reason. */
  readonly fault?: TurnError;
  readonly isUnresumable?: boolean;
  readonly wakeMs?: number | null;
  /** The answer to the prompt that was written last. */
  readonly prompted?: Answer;
}

/**
 * What stands before a prompt: the handshake, the conversation, its permission mode and model; and later
 * changes of them. While an answer is due, or after a refusal, no prompt may go out.
 */
export class Setup {
  readonly modes: Modes;
  readonly models = new Models();
  readonly #input: ConversationInput;
  readonly #speaker: Speaker;
  #phase: Phase = "begun";
  #agent: Initialized | null = null;
  #asked = new Map<number, Asked>();
  #serial = 0;
  #wantedMode: PermissionMode;
  #wantedModel: string | undefined;
  #isStarted = false;
  /** What the open conversation is called by; null until one is open. */
  address: string | null = null;
  /** Characters. */
  #replayedLength = 0;
  #isReplayMarked = false;
  #cliSessionId: string | null = null;
  /** Why no prompt may go out; an accepted permission mode lifts it. */
  refusal: TurnError | null = null;

  constructor(input: ConversationInput, speaker: Speaker) {
    this.#input = input;
    this.#speaker = speaker;
    this.#wantedMode = input.permissionMode;
    this.#wantedModel = input.model;
    this.modes = new Modes(speaker.dialect);
  }

  /** By which the agent says that one can log in. */
  get logins(): readonly string[] {
    return (this.#agent?.authMethods ?? []).map(({ name }) => name);
  }

  /** Whether a conversation has been opened, and told of. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** Whether the agent takes intents. */
  get isReady(): boolean {
    if (this.#phase === "begun") return false;
    const isBack = resumedId(this.#input) === null || this.#isStarted;
    return isBack || this.#phase === "ready" || this.#phase === "broken";
  }

  /** Whether what the agent says is what was said before. */
  get isReplaying(): boolean {
    return this.#phase === "replaying" || (this.#phase === "opening" && resumedId(this.#input) !== null);
  }

  /** Whether all that stands before a prompt is done, or has failed. */
  get isSettled(): boolean {
    if (this.#phase === "broken") return true;
    return this.#phase === "open" && [...this.#asked.values()].every(({ kind }) => kind === "prompt");
  }

  open(): string {
    return this.#ask({ kind: "initialize" }, "initialize", INITIALIZE);
  }

  /** A prompt waits: a new conversation is opened for it, never sooner. */
  need(): string[] {
    return this.#phase === "ready" ? this.#openConversation() : [];
  }

  prompt(text: string, attachments: readonly PromptAttachment[] = []): string {
    const { gluesFiles = false } = this.#speaker.dialect;
    const way = { abilities: promptAbilities(this.#agent), cwd: this.#input.cwd, gluesFiles };
    const prompt = promptBlocks(text, attachments, way);
    return this.#ask({ kind: "prompt" }, "session/prompt", { sessionId: this.address, prompt });
  }

  cancel(): string {
    return notificationLine("session/cancel", { sessionId: this.address });
  }

  /** Before the conversation is open it is only noted, and asked for then. */
  setMode(permissionMode: PermissionMode): Consequence {
    this.#wantedMode = permissionMode;
    return this.#phase === "open" ? this.#thenStarted(this.#applyMode()) : NONE;
  }

  /** The user allowed what leads to another mode: that is now the one that is right. */
  modeFollows(permissionMode: PermissionMode): void {
    this.#wantedMode = permissionMode;
  }

  setModel(model: string): Consequence {
    this.#wantedModel = model;
    return this.#phase === "open" ? this.#applyModel() : NONE;
  }

  answered(id: number, answer: Answer): Consequence {
    const asked = this.#asked.get(id);
    if (asked === undefined) return NONE;
    this.#asked.delete(id);
    if (asked.kind === "prompt") return { ...NONE, prompted: answer };
    const done =
      "error" in answer ? this.#refused(asked, answer.error) : this.#accepted(asked, answer.result);
    return this.#thenStarted(done);
  }

  /** What an update says of mode, model and the replay. */
  follow(update: Update): Consequence {
    switch (update.sessionUpdate) {
      case "current_mode_update":
        return this.modeTold(update.currentModeId);
      case "config_option_update":
        return this.#unlessBegun(this.#configured(update.configOptions));
      default:
        return NONE;
    }
  }

  /** The agent says which mode is in force. */
  modeTold(word: string): Consequence {
    return this.#unlessBegun([this.modes.told(word)]);
  }

  /** Something of the replay has come, in a line of so many characters. */
  replayed(update: Update, length: number): Consequence {
    this.#replayedLength += length;
    const end = this.#speaker.dialect.replayEnd;
    if (end === undefined || this.#phase !== "replaying") return NONE;
    const kind = update.sessionUpdate === "other" ? update.kind : update.sessionUpdate;
    if (kind === end.update) this.#isReplayMarked = true;
    if (!this.#isReplayMarked) return { ...NONE, wakeMs: end.withinMs };
    return this.#replayedLength < end.sureBelow ? this.endReplay() : { ...NONE, wakeMs: end.quietMs };
  }

  /** What was said before has all been told, or nothing more of it comes. */
  endReplay(): Consequence {
    if (this.#phase !== "replaying") return NONE;
    return this.#thenStarted({ ...this.#enter(), wakeMs: null });
  }

  #accepted(asked: Asked, result: unknown): Consequence {
    switch (asked.kind) {
      case "initialize":
        return this.#initialized(result);
      case "new":
      case "open":
        return this.#opened(asked.kind, result);
      case "mode": {
        this.refusal = null;
        this.modes.told(asked.id);
        // Where the answer tells what is in force now, that counts.
        this.#readOptions(result);
        return { ...NONE, events: [this.modes.event()] };
      }
      case "model":
        this.models.current = asked.model;
        return this.#unlessBegun(this.#readOptions(result));
      case "prompt":
        return NONE;
    }
  }

  #initialized(result: unknown): Consequence {
    const agent = Initialized.safeParse(result).data;
    const { displayName } = this.#speaker;
    if (agent === undefined) {
      return this.#break(
        failure("CLI_FAILED", `${displayName} did not answer as an agent of this protocol does.`),
      );
    }
    if (agent.protocolVersion !== PROTOCOL_VERSION) {
      const message = `${displayName} speaks version ${agent.protocolVersion} of the Agent Client Protocol, Switchyard speaks version ${PROTOCOL_VERSION}.`;
      return this.#break(failure("CLI_FAILED", message));
    }
    this.#agent = agent;
    this.#phase = "ready";
    const resume = this.#openMethod() !== null;
    const abilities = promptAbilities(agent);
    const capabilities = { resume, images: abilities.image, files: fileTypes(abilities) };
    const events: AgentEvent[] = [{ type: "abilities", content: "", capabilities }];
    if (resumedId(this.#input) === null) return { ...NONE, events };
    if (!resume) return { ...NONE, events, isUnresumable: true };
    return { events, writes: this.#openConversation() };
  }

  /** How a conversation is reopened; null where this agent cannot. */
  #openMethod(): "session/load" | "session/resume" | null {
    const { loadSession, sessionCapabilities } = this.#agent?.agentCapabilities ?? {};
    if (loadSession === true) return "session/load";
    return sessionCapabilities?.resume ? "session/resume" : null;
  }

  #openConversation(): string[] {
    this.#phase = "opening";
    const where = { cwd: this.#input.cwd, mcpServers: [] };
    const id = resumedId(this.#input);
    if (id === null) return [this.#ask({ kind: "new" }, "session/new", where)];
    this.address = this.#speaker.dialect.address?.(id) ?? id;
    const method = this.#openMethod() ?? "session/load";
    return [this.#ask({ kind: "open" }, method, { sessionId: this.address, ...where })];
  }

  #opened(kind: "new" | "open", result: unknown): Consequence {
    // Some agents answer `session/load` with null.
    const opened = Opened.safeParse(result ?? {}).data;
    const id = kind === "open" ? resumedId(this.#input) : (opened?.sessionId ?? null);
    if (opened === undefined || id === null) {
      this.#phase = "ready";
      const message = `${this.#speaker.displayName} opened no conversation that could be read.`;
      return { ...NONE, fault: failure("CLI_FAILED", message) };
    }
    this.#cliSessionId = id;
    this.address ??= id;
    this.modes.opened(opened);
    this.models.opened(opened);
    const { replayEnd } = this.#speaker.dialect;
    if (kind === "open" && replayEnd !== undefined) {
      this.#phase = "replaying";
      return { ...NONE, events: [this.#abilities()], wakeMs: replayEnd.withinMs };
    }
    const entered = this.#enter();
    return { ...entered, events: [this.#abilities(), ...entered.events] };
  }

  /** The conversation is open: mode and model come first. */
  #enter(): Consequence {
    this.#phase = "open";
    const mode = this.#applyMode();
    const model = this.#wantedModel === undefined ? NONE : this.#applyModel();
    return { ...mode, events: [...mode.events, ...model.events], writes: [...mode.writes, ...model.writes] };
  }

  #applyMode(): Consequence {
    const { displayName } = this.#speaker;
    const id = this.modes.idOf(this.#wantedMode);
    if (id === undefined) {
      return this.#refuseMode(
        `${displayName} has no permission mode "${this.#wantedMode}"; it is in "${this.modes.word}".`,
      );
    }
    if (id === this.modes.word) {
      this.refusal = null;
      return { ...NONE, events: [this.modes.event()] };
    }
    const asked: Asked = { kind: "mode", permissionMode: this.#wantedMode, id };
    const sessionId = this.address;
    const { configId } = this.modes;
    const line =
      configId === null
        ? this.#ask(asked, "session/set_mode", { sessionId, modeId: id })
        : this.#ask(asked, "session/set_config_option", { sessionId, configId, value: id });
    return { ...NONE, writes: [line] };
  }

  #applyModel(): Consequence {
    const model = this.#wantedModel ?? "";
    if (model === this.models.current) return NONE;
    if (!this.models.isChoosable) return this.#refuseModel(model, "it lets nobody choose one");
    const sessionId = this.address;
    const { configId } = this.models;
    const line =
      configId === null
        ? this.#ask({ kind: "model", model }, "session/set_model", { sessionId, modelId: model })
        : this.#ask({ kind: "model", model }, "session/set_config_option", {
            sessionId,
            configId,
            value: model,
          });
    return { ...NONE, writes: [line] };
  }

  #refused(asked: Asked, error: RpcError): Consequence {
    const { displayName } = this.#speaker;
    const fault = faultOf(error, this.#speaker, { logins: this.logins });
    switch (asked.kind) {
      case "initialize":
        return this.#break(fault);
      case "new":
        this.#phase = "ready";
        return { ...NONE, fault };
      case "open":
        this.#phase = "ready";
        this.address = null;
        // The conversation is there, who may open it is not.
        return fault.code === "CLI_NOT_LOGGED_IN" ? { ...NONE, fault } : { ...NONE, isUnresumable: true };
      case "mode":
        return this.#refuseMode(
          `${displayName} refused the permission mode "${asked.permissionMode}": ${error.message}`,
        );
      case "model":
        return this.#refuseModel(asked.model, error.message);
      case "prompt":
        return NONE;
    }
  }

  #refuseMode(message: string): Consequence {
    this.refusal = failure("CLI_FAILED", message);
    return { ...NONE, events: [notice("error", "mode_refused", message), this.modes.event()] };
  }

  #refuseModel(model: string, reason: string): Consequence {
    const content = `${this.#speaker.displayName} refused the model "${model}": ${reason}`;
    return { ...NONE, events: [notice("warning", "model_refused", content)] };
  }

  #break(fault: TurnError): Consequence {
    this.#phase = "broken";
    this.refusal = fault;
    return { ...NONE, events: [notice("error", "protocol_error", fault.message)] };
  }

  /** Until the wanted mode is settled, the one before it is no news. */
  #unlessBegun(events: readonly AgentEvent[]): Consequence {
    return this.#isStarted ? { ...NONE, events } : NONE;
  }

  /** Adds that the conversation is open, once, when nothing stands before a prompt any more. */
  #thenStarted(done: Consequence): Consequence {
    const mode = this.modes.inForce;
    if (this.#isStarted || this.#phase !== "open" || !this.isSettled) return done;
    if (this.refusal !== null || mode === "unknown") return done;
    this.#isStarted = true;
    const started: AgentEvent = {
      type: "session_started",
      content: "",
      cliSessionId: this.#cliSessionId,
      model: this.models.current ?? this.#wantedModel ?? null,
      cwd: this.#input.cwd,
      cliVersion: this.#agent?.agentInfo?.version ?? null,
      permissionMode: mode,
    };
    return { ...done, events: [...done.events, started] };
  }

  #abilities(): AgentEvent {
    const permissionModes = this.modes.offered;
    const capabilities: Partial<Capabilities> = {
      permissionModes,
      setPermissionMode: permissionModes.length > 1,
      models: this.models.all,
      setModel: this.models.isChoosable,
    };
    return { type: "abilities", content: "", capabilities };
  }

  #readOptions(result: unknown): AgentEvent[] {
    const { configOptions } = Opened.catch({}).parse(result ?? {});
    return this.#configured(configOptions ?? []);
  }

  #configured(options: readonly ConfigOption[]): AgentEvent[] {
    this.models.configured(options);
    return this.modes.configured(options);
  }

  #ask(asked: Asked, method: string, params: object): string {
    this.#serial += 1;
    this.#asked.set(this.#serial, asked);
    return requestLine(this.#serial, method, params);
  }
}

const NONE: Consequence = { events: [], writes: [] };
