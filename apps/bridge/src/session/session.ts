import type { AgentEvent, Step } from "@switchyard/core/backend";
import {
  MessageId,
  type PermissionDecision,
  type PermissionMode,
  type ProcessState,
  type RequestId,
  SwitchyardError,
} from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import type { OpenTurn } from "../log/history.ts";
import type { NewChunk } from "../log/log.ts";
import type { ProcessEnd } from "../process/host.ts";
import { type Ended, makeCarrier } from "./carrier.ts";
import { makeJournal } from "./journal.ts";
import type { Launch } from "./launch.ts";
import { makeModeWatch } from "./mode-watch.ts";
import { exitError } from "./process-errors.ts";
import type { ProcessView } from "./process-view.ts";
import type { SessionRecord } from "./record.ts";
import { followConversation, resumeCommand } from "./own-conversation.ts";
import { makeRequests } from "./requests.ts";
import type { SessionDeps } from "./session-deps.ts";
import { withoutImages } from "./stored-images.ts";
import { type HowTurnEnded, makeTurns, type Turn } from "./turns.ts";
import { makeWaiting } from "./waiting.ts";

// Over 400 lines: the state machine of one session; its decisions read and change the same turn.

/** One session: its turns, its requests, and what it makes of the process that carries them. */
export interface Session {
  readonly record: Readonly<SessionRecord>;
  isRunning(): boolean;
  processState(): ProcessState;
  pendingApprovals(): number;
  stderrLines(): readonly string[];
  /** @throws {SwitchyardError} SESSION_ENDED */
  send(message: string, options?: SendOptions): { messageId: MessageId; turn?: number };
  /** Ends the open turn; resolves when it has ended. */
  interrupt(): Promise<void>;
  /** Ends everything the session started; it stays stopped until `resume`. */
  stop(): Promise<void>;
  /** As `stop`, because the bridge ends: the session stays active. Tells whether a turn was cut. */
  close(): Promise<boolean>;
  resume(): void;
  answer(requestId: RequestId, decision: PermissionDecision, message?: string): void;
  setPermissionMode(mode: PermissionMode): void;
  setModel(model: string): void;
  withdraw(messageId: MessageId): boolean;
  /** False: it does not wait. */
  updateQueued(messageId: MessageId, message: string): boolean;
  /** Takes its first message, which waits until `goOn`. */
  wait(message: string): void;
  /** The first of what waits goes, held or not; without effect while a turn is open. */
  goOn(): void;
  setBatch(batch: SessionRecord["batch"]): void;
  /** Puts a notice into the log. */
  note(notice: Extract<NewChunk, { type: "notice" }>): void;
  markRead(seq: number): void;
  markUnread(): void;
  rename(title: string): void;
  /** Only of a stopped session. */
  setArchived(isArchived: boolean): void;
  /** In the line of starts that wait for a free process, from 1; null: it does not wait. */
  startPlace(): number | null;
  /** What is known of its process; null: there is none. */
  process(): ProcessView | null;
  /** Ends its process and all that it started; an open turn is interrupted, the session stays. */
  endProcess(): Promise<void>;
  /** For the user's own terminal; null: there is none. */
  resumeCommand(): string | null;
  /** Something of it was stored: a CLI that had to wait for that goes on. */
  stored(): void;
  /** Closes what an earlier life of the bridge left open. */
  recover(left: OpenTurn): void;
}

export interface SendOptions {
  /** Taken once; @default a new one */
  messageId?: MessageId;
  /** During a turn: wait, or interrupt it. @default "queue" */
  mode?: "queue" | "now";
}

export function makeSession(deps: SessionDeps, record: SessionRecord): Session {
  const { log, backend } = deps;
  const { sessionId } = record;
  const rules = {
    has: (key: string) => log.rules.has(sessionId, key),
    add: (key: string) => log.rules.add(sessionId, key),
  };
  const requests = makeRequests(rules, (requestId) => log.answeredBy(sessionId, requestId));
  const journal = makeJournal(deps, record);
  const modes = makeModeWatch();
  const waiting = makeWaiting(deps, record);
  const carrier = makeCarrier(deps, record, {
    onSteps: handle,
    onEnded,
    tell: note,
    isRunning,
    isQuiet: () => !isRunning() && requests.waiting() === 0 && waiting.isEmpty() && ending === null,
  });

  const turns = makeTurns(deps, record, {
    emit,
    requests,
    ending: () => ending?.reason ?? null,
    closed(isHeld, error) {
      carrier.heard();
      carrier.inTime();
      modes.settle();
      if (isHeld) waiting.hold();
      if (error !== undefined) deps.turnFailed?.(sessionId, error.code);
    },
  });
  let ending: { promise: Promise<void>; reason: "stop" | "close" } | null = null;

  function emit(body: NewChunk): void {
    journal.write(turns.current()?.number ?? 0, body);
  }

  function note(notice: Extract<NewChunk, { type: "notice" }>): void {
    emit(notice);
    commit();
  }

  function isRunning(): boolean {
    return turns.current() !== null;
  }

  function commit(afterCommit?: () => void): void {
    journal.commit(afterCommit);
    if (log.mustWait(sessionId)) carrier.block(true);
  }

  function refuseIfEnded(): void {
    if (!record.stopped && ending === null) return;
    throw new SwitchyardError("SESSION_ENDED", "The session is stopped. Resume it first.", { sessionId });
  }

  // Turns

  function startTurn(text: string, messageId: MessageId): number {
    waiting.release();
    const opened = turns.open({ text, messageId });
    emit({ type: "user_message", content: text, messageId });
    commit(() => {
      if (turns.current() !== opened || opened.interrupted || ending !== null) return;
      if (carrier.isThere()) hand(opened);
      else begin(opened);
    });
    return opened.number;
  }

  function hand(opened: Turn): void {
    if (opened.prompt === null) return;
    opened.handed = true;
    carrier.send({ type: "prompt", ...opened.prompt });
  }

  /** Has a process started for a turn; `isAgain`: in place of one that did not carry it. */
  function begin(opened: Turn, isAgain = false): void {
    opened.handed = false;
    carrier.start({
      isAgain,
      failed: (error) => finishTurn({ stopReason: "error", error }),
      ready(conversation) {
        tellReseed(opened, conversation);
        hand(opened);
      },
    });
  }

  function tellReseed(opened: Turn, conversation: Launch["start"]): void {
    const isLost = opened.reseed === "due";
    if (isLost) opened.reseed = "done";
    const isForgotten =
      conversation === "reseed" && record.cliSessionId !== null && backend.capabilities.live;
    if (!isLost && !isForgotten) return;
    const content = `${backend.displayName} could not reopen its conversation. A new one was told what was said so far.`;
    emit({ type: "notice", content, level: "warning", code: "reseeded" });
  }

  function interruptTurn(open: Turn): void {
    open.interrupted = true;
    for (const chunk of requests.cancelAll("interrupt")) emit(chunk);
    commit();
    if (!open.handed || carrier.codecState() === null) {
      void carrier.cancelStart();
      return finishTurn({ stopReason: "interrupted" });
    }
    const state = carrier.codecState();
    // Not yet, or not any more, able to hear it.
    if (state === "starting" || state === "closable") return void carrier.stop("sleep");
    carrier.killIn(deps.deadlines.interrupt);
    carrier.send({ type: "interrupt" });
  }

  function finishTurn(how: HowTurnEnded): void {
    turns.close(how);
    commit();
    next();
  }

  /** The next waiting message, unless the user must say so first. */
  function next(): void {
    if (isRunning() || record.stopped || ending !== null) return;
    const head = waiting.take();
    if (head !== null) startTurn(head.message, head.messageId);
  }

  // The process

  function handle(steps: readonly Step[]): void {
    const answers: (() => void)[] = [];
    const before = turns.current();
    let unresumable = false;
    for (const step of steps) {
      for (const event of step.events) if (!carrier.isMuted()) apply(event, answers);
      if (step.state === "unresumable") unresumable = true;
      if (step.state !== undefined && turns.current()?.interrupted !== true) carrier.inTime();
    }
    const writes = steps.flatMap((step) => step.writes);
    const isClosable = steps.some((step) => step.state === "closable");
    if (unresumable || carrier.isMuted()) {
      if (unresumable) loseConversation();
      carrier.mute();
      commit();
      carrier.kill();
      return;
    }
    if (!journal.isEmpty || writes.length > 0 || answers.length > 0 || isClosable) {
      const write = carrier.writer();
      commit(() => {
        if (writes.length > 0 || isClosable) write(writes);
        for (const answer of answers) answer();
      });
    } else deps.changed(sessionId);
    if (before !== turns.current()) next();
  }

  function loseConversation(): void {
    const open = turns.current();
    if (open !== null) open.reseed = open.reseed === "no" ? "due" : "done";
    followConversation(record, null);
  }

  function apply(event: AgentEvent, answers: (() => void)[]): void {
    switch (event.type) {
      case "mode":
        return checkMode(event.permissionMode, event.content);
      case "abilities":
        return deps.learned(backend, event.capabilities);
      case "plan_limit":
      case "question_request":
      case "question_resolved":
        return;
      case "turn_started":
        return ensureTurn();
      case "turn_ended":
        return turns.close(event);
      case "notice":
        return emit(event);
      case "context":
        return void (record.context = event.context);
      case "session_started":
        followConversation(record, event.cliSessionId);
        record.modelInUse = event.model;
        carrier.opened();
        emit(event);
        return checkMode(event.permissionMode, event.permissionMode);
      case "permission_resolved": {
        const chunk = requests.settledByAgent(event.requestKey, event.decision);
        if (chunk !== undefined) emit(chunk);
        return;
      }
      case "permission_request": {
        ensureTurn();
        carrier.heard();
        const opened = requests.open(event);
        emit(opened.chunk);
        if (!opened.byRule) return;
        answers.push(() =>
          carrier.send({ type: "answer", requestKey: event.requestKey, decision: "allow_once" }),
        );
        return;
      }
      default:
        ensureTurn();
        carrier.heard();
        if (event.type === "tool_call_update" && event.status !== "in_progress")
          requests.unrun.delete(event.toolCallId);
        emit(withoutImages(event));
    }
  }

  /** What a CLI says outside any turn is a turn of its own. */
  function ensureTurn(): void {
    if (!isRunning()) turns.open(null);
  }

  function checkMode(inForce: PermissionMode | "unknown", word: string): void {
    if (!modes.isWrong(inForce, record.permissionMode)) return;
    const message = `${backend.displayName} runs in the permission mode "${word}", the session asks for "${record.permissionMode}". It does not go on.`;
    emit({ type: "notice", content: message, level: "error", code: "mode_differs" });
    turns.close({ stopReason: "error", error: { code: "CLI_FAILED", message } });
    carrier.mute();
  }

  function onEnded({ end, last, how }: Ended): void {
    const wasOpen = isRunning();
    if (how !== "muted") for (const event of last.events) apply(event, []);
    if (end.orphansEnded > 0) {
      const content = `Ended ${end.orphansEnded} process${end.orphansEnded === 1 ? "" : "es"} that ${backend.displayName} left behind.`;
      emit({ type: "notice", content, level: "info", code: "orphans_ended" });
    }
    const open = turns.current();
    // A turn that was not handed over waits for a process of its own.
    if (open?.handed === true) {
      if (ending === null && !open.interrupted && (open.reseed === "due" || how === "silent")) {
        commit();
        return begin(open, true);
      }
      closeWithProcess(end, how);
    } else if (!wasOpen && ending === null && how === "itself" && backend.capabilities.live) {
      const content = `${backend.displayName} ended between turns. The next message starts it again.`;
      emit({ type: "notice", content, level: "warning", code: "process_ended" });
    }
    commit();
    next();
  }

  function closeWithProcess(end: ProcessEnd, how: Ended["how"]): void {
    // What a CLI begins while it is put to sleep is cut by us, and is no fault of its own.
    const isCut = how === "asked" && ending === null;
    const error = ending === null && !isCut ? exitError(backend, end) : undefined;
    const stopReason = isCut ? "interrupted" : "process_exit";
    turns.close({ stopReason, error, closedBy: isCut ? "interrupt" : "session_end", goesOn: isCut });
  }

  function end(reason: "stop" | "close"): Promise<void> {
    if (ending !== null) return ending.promise;
    const done = Promise.withResolvers<void>();
    ending = { promise: done.promise, reason };
    void endAll().finally(() => {
      ending = null;
      if (reason === "stop") {
        record.stopped = true;
        log.rules.clear(sessionId);
      }
      commit();
      done.resolve();
    });
    return done.promise;
  }

  async function endAll(): Promise<void> {
    for (const chunk of requests.cancelAll("session_end")) emit(chunk);
    commit();
    // Told first, so that a CLI which hears it stops its tools in its own way.
    if (isRunning() && carrier.codecState() === "busy") carrier.send({ type: "interrupt" });
    await carrier.stop("stop");
    turns.close({ stopReason: "process_exit", closedBy: "session_end" });
    waiting.hold();
  }

  return {
    record,
    isRunning,
    processState: carrier.state,
    pendingApprovals: () => requests.waiting(),
    stderrLines: carrier.stderrLines,

    send(message, options = {}) {
      refuseIfEnded();
      const messageId = options.messageId ?? MessageId.parse(uuid());
      if (!log.takeMessageId(sessionId, messageId)) return { messageId };
      const open = turns.current();
      if (open === null) return { messageId, turn: startTurn(message, messageId) };
      if (options.mode === "now") {
        waiting.addFirst(message, messageId);
        if (!open.interrupted) interruptTurn(open);
      } else waiting.add(message, messageId);
      return { messageId };
    },

    async interrupt() {
      const open = turns.current();
      if (open === null) return;
      if (!open.interrupted) interruptTurn(open);
      await open.ended.promise;
    },

    stop: () => (record.stopped && ending === null ? Promise.resolve() : end("stop")),
    async close() {
      const cut = isRunning();
      await end("close");
      return cut;
    },

    resume() {
      if (!record.stopped) return;
      record.stopped = false;
      record.isArchived = false;
      record.failed = false;
      commit();
    },

    answer(requestId, decision, message) {
      const { chunk, event } = requests.answer(requestId, decision);
      emit(chunk);
      if (event.setsMode !== undefined && decision.startsWith("allow")) {
        modes.changing(record.permissionMode);
        record.permissionMode = event.setsMode;
      }
      commit(() =>
        carrier.send({
          type: "answer",
          requestKey: event.requestKey,
          decision,
          ...(message === undefined ? {} : { message }),
        }),
      );
    },

    setPermissionMode(mode) {
      if (mode === record.permissionMode) return;
      modes.changing(record.permissionMode);
      record.permissionMode = mode;
      carrier.send({ type: "set_mode", permissionMode: mode });
      commit();
    },

    setModel(model) {
      record.model = model;
      carrier.send({ type: "set_model", model });
      commit();
    },

    withdraw: waiting.withdraw,
    updateQueued: waiting.update,

    wait(message) {
      const messageId = MessageId.parse(uuid());
      log.takeMessageId(sessionId, messageId);
      waiting.add(message, messageId);
      waiting.hold();
      commit();
    },

    goOn() {
      if (isRunning() || record.stopped || ending !== null) return;
      waiting.release();
      next();
    },

    setBatch(batch) {
      record.batch = batch;
      commit();
    },

    note,

    markUnread() {
      journal.unreadLast();
      commit();
    },

    rename(title) {
      record.title = title;
      commit();
    },

    setArchived(isArchived) {
      record.isArchived = isArchived;
      commit();
    },

    startPlace: carrier.startPlace,
    process: carrier.view,
    async endProcess() {
      // One that waits for its own start is not carried by the process that ends.
      const open = turns.current();
      if (open?.handed === false) interruptTurn(open);
      else if (open !== null) {
        open.interrupted = true;
        for (const chunk of requests.cancelAll("interrupt")) emit(chunk);
        commit();
      }
      await carrier.stop("sleep");
    },

    resumeCommand: () => resumeCommand(backend, record),

    markRead(seq) {
      journal.readTo(seq);
      record.readSeq = Math.max(record.readSeq, seq);
      commit();
    },

    stored: () => carrier.block(log.mustWait(sessionId)),

    recover({ requests: open, lastedMs }) {
      for (const requestId of open) {
        const outcome = { decision: "cancelled", by: "session_end" } as const;
        journal.write(record.turn, {
          type: "permission_resolved",
          content: "cancelled",
          requestId,
          ...outcome,
        });
      }
      const error = { code: "BRIDGE_ENDED", message: "Switchyard ended while this turn was open." };
      const ended = { content: error.message, stopReason: "process_exit", error } as const;
      journal.write(record.turn, { type: "turn_ended", ...ended, durationMs: lastedMs });
      record.failed = true;
      waiting.hold();
      commit();
    },
  };
}
