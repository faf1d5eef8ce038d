import { rm } from "node:fs/promises";
import type { AgentEvent, Step } from "@switchyard/core/backend";
import {
  MessageId,
  type PermissionDecision,
  type PermissionMode,
  type PermissionResolver,
  type ProcessState,
  type RequestId,
  type StopReason,
  SwitchyardError,
  type TurnError,
  type TurnUsage,
} from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import type { NewChunk } from "../log/log.ts";
import type { ProcessEnd } from "../process/host.ts";
import { makeJournal } from "./journal.ts";
import { prepareLaunch } from "./launch.ts";
import { type Link, openLink } from "./link.ts";
import { makeModeWatch } from "./mode-watch.ts";
import { exitError, turnErrorOf } from "./process-errors.ts";
import { queueView } from "./queue-view.ts";
import type { SessionRecord } from "./record.ts";
import { makeRequests } from "./requests.ts";
import type { SessionDeps } from "./session-deps.ts";
import { makeStderrTail } from "./stderr-tail.ts";

// Over 400 lines: the state machine of one session; its decisions read and change the same turn.

/** One session: its turns, its requests, its queue and the process that carries them. */
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
  markRead(seq: number): void;
  markUnread(): void;
  rename(title: string): void;
  /** Only of a stopped session. */
  setArchived(isArchived: boolean): void;
  /** In the line of starts that wait for a free process, from 1; null: it does not wait. */
  startPlace(): number | null;
  /** For the user's own terminal; null: there is none. */
  resumeCommand(): string | null;
  /** Something of it was stored: a CLI that had to wait for that goes on. */
  stored(): void;
  /** Closes what an earlier life of the bridge left open. */
  recover(requests: readonly RequestId[]): void;
}

interface Turn {
  readonly number: number;
  readonly startedAt: number;
  /** What the CLI is asked; null for a turn that it started by itself. */
  readonly prompt: { text: string; messageId: MessageId } | null;
  interrupted: boolean;
  /** The prompt has gone to the codec. */
  handed: boolean;
  /** The conversation could not be reopened: a new one is `due`, or was tried. */
  reseed: "no" | "due" | "done";
  readonly ended: PromiseWithResolvers<void>;
  deadline?: NodeJS.Timeout;
}

export interface SendOptions {
  /** Taken once; @default a new one */
  messageId?: MessageId;
  /** During a turn: wait, or interrupt it. @default "queue" */
  mode?: "queue" | "now";
}

interface HowTurnEnded {
  stopReason: StopReason;
  error?: TurnError | undefined;
  usage?: TurnUsage | undefined;
  /** Who closes the requests that still wait. @default "agent" */
  closedBy?: PermissionResolver;
}

export function makeSession(deps: SessionDeps, record: SessionRecord): Session {
  const { log, backend } = deps;
  const { sessionId } = record;
  const requests = makeRequests({
    has: (key) => log.rules.has(sessionId, key),
    add: (key) => log.rules.add(sessionId, key),
  });
  const journal = makeJournal(deps, record);
  const stderr = makeStderrTail();
  const modes = makeModeWatch();

  let turn: Turn | null = null;
  let link: Link | null = null;
  let launching = false;
  /** Lets the next start in this folder go ahead, where this one had to be alone. */
  let heard: () => void = () => undefined;
  let aloneDeadline: NodeJS.Timeout | undefined;
  /** The process is being ended for a fault: nothing it still says is taken. */
  let muted = false;
  let ending: { promise: Promise<void>; reason: "stop" | "close" } | null = null;
  /** The head of the queue was sent with `now`: it goes even where the queue is held. */
  let headGoesFirst = false;

  // What waited when the bridge last ended waits for the user.
  if (log.queue.list(sessionId).length > 0) record.queueHeld = true;

  const emit = (body: NewChunk): void => journal.write(turn?.number ?? 0, body);

  function commit(afterCommit?: () => void): void {
    journal.commit(afterCommit);
    if (log.pendingBytes(sessionId) > MAX_UNCOMMITTED) link?.block(true);
  }

  function refuseIfEnded(): void {
    if (!record.stopped && ending === null) return;
    throw new SwitchyardError("SESSION_ENDED", "The session is stopped. Resume it first.", { sessionId });
  }

  // Turns

  function openTurn(prompt: Turn["prompt"]): Turn {
    record.turn += 1;
    record.failed = false;
    turn = {
      number: record.turn,
      startedAt: deps.clock(),
      prompt,
      interrupted: false,
      handed: prompt === null,
      reseed: "no",
      ended: Promise.withResolvers<void>(),
    };
    const by = prompt === null ? ("agent" as const) : ("user" as const);
    emit({
      type: "turn_started",
      content: "",
      by,
      ...(prompt === null ? {} : { messageId: prompt.messageId }),
    });
    return turn;
  }

  function startTurn(text: string, messageId: MessageId): number {
    const wasHeld = record.queueHeld;
    record.queueHeld = false;
    headGoesFirst = false;
    if (wasHeld) tellQueue();
    const opened = openTurn({ text, messageId });
    emit({ type: "user_message", content: text, messageId });
    commit(() => {
      if (turn !== opened || opened.interrupted || ending !== null) return;
      if (link === null) void launch(opened);
      else hand(opened, link);
    });
    return opened.number;
  }

  function hand(opened: Turn, carrier: Link): void {
    if (opened.prompt === null) return;
    opened.handed = true;
    carrier.send({ type: "prompt", ...opened.prompt });
  }

  function closeTurn(how: HowTurnEnded): void {
    const closing = turn;
    if (closing === null) return;
    for (const chunk of requests.cancelAll(how.closedBy ?? "agent")) emit(chunk);
    for (const toolCallId of requests.unrun) {
      emit({
        type: "tool_call_update",
        content: "Not run.",
        toolCallId,
        status: "failed",
        output: "Not run.",
      });
    }
    requests.unrun.clear();
    const stopReason = endedFromOutside(closing) ?? how.stopReason;
    const error = stopReason === how.stopReason ? how.error : undefined;
    heard();
    // Without an answer of the model (a local command) nothing is known of the login.
    if (stopReason === "end_turn" && (how.usage?.outputTokens ?? 0) > 0) deps.loginSeen(backend, "ok");
    if (error?.code === "CLI_NOT_LOGGED_IN") deps.loginSeen(backend, "missing");
    emit({
      type: "turn_ended",
      content: error?.message ?? "",
      stopReason,
      durationMs: Math.round(deps.clock() - closing.startedAt),
      ...(error === undefined ? {} : { error }),
      ...(how.usage === undefined ? {} : { usage: how.usage }),
    });
    clearTimeout(closing.deadline);
    modes.settle();
    turn = null;
    record.failed = stopReason === "error" || stopReason === "process_exit";
    if (record.failed || stopReason === "interrupted") holdQueue();
    if (how.usage !== undefined) addUsage(record, how.usage);
    closing.ended.resolve();
  }

  /** What the user or the bridge did to the turn counts, whatever the CLI says of it. */
  function endedFromOutside(closing: Turn): StopReason | undefined {
    if (closing.interrupted || ending?.reason === "stop") return "interrupted";
    return ending?.reason === "close" ? "process_exit" : undefined;
  }

  function interruptTurn(open: Turn): void {
    open.interrupted = true;
    for (const chunk of requests.cancelAll("interrupt")) emit(chunk);
    commit();
    if (link === null || !open.handed) return finishTurn({ stopReason: "interrupted" });
    // Not yet, or not any more, able to hear it.
    if (link.state() === "starting" || link.state() === "closable") return void link.stop();
    clearTimeout(open.deadline);
    const carrier = link;
    open.deadline = setTimeout(() => void carrier.kill(), deps.deadlines.interrupt);
    link.send({ type: "interrupt" });
  }

  function finishTurn(how: HowTurnEnded): void {
    closeTurn(how);
    commit();
    next();
  }

  /** The next waiting message, unless the user must say so first. */
  function next(): void {
    if (turn !== null || record.stopped || ending !== null) return;
    if (record.queueHeld && !headGoesFirst) return;
    const head = log.queue.shift(sessionId);
    if (head === undefined) return;
    startTurn(head.message, head.messageId);
    tellQueue();
  }

  /** What waits now waits for the user. */
  function holdQueue(): void {
    if (record.queueHeld || log.queue.list(sessionId).length === 0) return;
    record.queueHeld = true;
    tellQueue();
  }

  function tellQueue(): void {
    deps.queueChanged(sessionId, queueView(log, record));
    deps.changed(sessionId);
  }

  // The process

  async function launch(opened: Turn): Promise<void> {
    launching = true;
    deps.changed(sessionId);
    const leave = await waitToStart();
    const prepared = await prepareLaunch(deps, record).catch((error: unknown) =>
      turnErrorOf(error, deps.logger),
    );
    launching = false;
    if (turn !== opened || ending !== null) return leave();
    if ("code" in prepared) {
      leave();
      return finishTurn({ stopReason: "error", error: prepared });
    }
    heard = leave;
    if (opened.reseed === "due") {
      opened.reseed = "done";
      const content = `${backend.displayName} could not reopen its conversation. A new one was told what was said so far.`;
      emit({ type: "notice", content, level: "warning", code: "reseeded" });
    }
    const { marker } = prepared.spec;
    const started: Link = openLink({
      host: deps.host,
      intake: deps.intake,
      spec: prepared.spec,
      codec: prepared.codec,
      stop: backend.stop,
      onSteps: (steps) => handle(steps),
      onEnded: (end, last) => onEnded(end, last, marker),
      onMessage(message) {
        if (message.type === "started") log.processes.add({ marker, sessionId, ...message.identity });
        if (message.type === "stderr") {
          stderr.push(message.line);
          deps.stderr(sessionId, message.line);
        }
        if (message.type === "oversize") void setAside(message);
      },
    });
    link = started;
    // Its codec could give up before it heard anything.
    if (muted) return void started.kill();
    opened.deadline = setTimeout(() => onStartDeadline(opened), deps.deadlines.start);
    deps.changed(sessionId);
    hand(opened, started);
  }

  /** Waits until no other start in the folder is under way; resolves to what lets the next one go ahead. */
  async function waitToStart(): Promise<() => void> {
    if (backend.startsAlone !== true) return () => undefined;
    const place = `${backend.id}\0${record.cwd}`;
    if (deps.startGate.isTaken(place)) {
      const content = `Waits until another session's ${backend.displayName} has started in this folder.`;
      emit({ type: "notice", content, level: "info", code: "waited" });
      commit();
    }
    return deps.startGate.enter(place);
  }

  /** A line too long to parse is kept as it came, in the store. */
  async function setAside({ bytes, file }: { bytes: number; file: string | null }): Promise<void> {
    const blobId = file === null ? null : await log.blobs.putFile(sessionId, file).catch(() => null);
    if (file !== null) await rm(file, { force: true });
    const kept = blobId === null ? "There was no room to keep it." : "It is kept as it came.";
    const content = `A line of ${(bytes / 1024 / 1024).toFixed(0)} MiB was too long to read. ${kept}`;
    const truncated = blobId === null ? {} : { truncated: { bytes, blobId } };
    emit({ type: "notice", content, level: "warning", code: "oversize", ...truncated });
    commit();
  }

  function onStartDeadline(opened: Turn): void {
    if (turn !== opened || link?.state() !== "starting") return;
    stderr.push(`No answer for ${deps.deadlines.start / 1000} s after the start.`);
    void link.kill();
  }

  function handle(steps: readonly Step[]): void {
    if (muted) return;
    const answers: (() => void)[] = [];
    const before = turn;
    let unresumable = false;
    for (const step of steps) {
      for (const event of step.events) if (!muted) apply(event, answers);
      if (step.state === "unresumable") unresumable = true;
      if (step.state !== undefined && turn?.interrupted === false) clearTimeout(turn.deadline);
    }
    const writes = steps.flatMap((step) => step.writes);
    const isClosable = steps.some((step) => step.state === "closable");
    if (unresumable || muted) {
      if (unresumable && turn !== null) turn.reseed = turn.reseed === "no" ? "due" : "done";
      if (unresumable) record.cliSessionId = null;
      muted = true;
      commit();
      void link?.kill();
      return;
    }
    if (!journal.isEmpty || writes.length > 0 || answers.length > 0 || isClosable) {
      commit(() => {
        if (writes.length > 0 || isClosable) link?.write(writes);
        for (const answer of answers) answer();
      });
    } else deps.changed(sessionId);
    if (before !== turn) next();
  }

  function apply(event: AgentEvent, answers: (() => void)[]): void {
    switch (event.type) {
      case "mode":
        return checkMode(event.permissionMode, event.content);
      case "abilities":
        return deps.learned(backend, event.capabilities);
      case "turn_started":
        if (turn === null) openTurn(null);
        return;
      case "turn_ended":
        return closeTurn(event);
      case "notice":
        return emit(event);
      case "session_started":
        record.cliSessionId = event.cliSessionId;
        record.modelInUse = event.model;
        // A model may take long to its first word; by then the prompt has long been taken.
        clearTimeout(aloneDeadline);
        aloneDeadline = setTimeout(heard, deps.deadlines.alone);
        emit(event);
        return checkMode(event.permissionMode, event.permissionMode);
      case "permission_resolved": {
        const chunk = requests.settledByAgent(event.requestKey, event.decision);
        if (chunk !== undefined) emit(chunk);
        return;
      }
      case "permission_request": {
        ensureTurn();
        heard();
        const opened = requests.open(event);
        emit(opened.chunk);
        if (!opened.byRule) return;
        answers.push(() =>
          link?.send({ type: "answer", requestKey: event.requestKey, decision: "allow_once" }),
        );
        return;
      }
      default:
        ensureTurn();
        heard();
        if (event.type === "tool_call_update" && event.status !== "in_progress")
          requests.unrun.delete(event.toolCallId);
        emit(event);
    }
  }

  /** What a CLI says outside any turn is a turn of its own. */
  function ensureTurn(): void {
    if (turn === null) openTurn(null);
  }

  function checkMode(inForce: PermissionMode | "unknown", word: string): void {
    if (!modes.isWrong(inForce, record.permissionMode)) return;
    const message = `${backend.displayName} runs in the permission mode "${word}", the session asks for "${record.permissionMode}". It does not go on.`;
    emit({ type: "notice", content: message, level: "error", code: "mode_differs" });
    closeTurn({ stopReason: "error", error: { code: "CLI_FAILED", message } });
    muted = true;
  }

  function onEnded(end: ProcessEnd, last: Step, marker: string): void {
    log.processes.remove(marker);
    link = null;
    clearTimeout(aloneDeadline);
    heard();
    const wasMuted = muted;
    const wasOpen = turn !== null;
    muted = false;
    if (!wasMuted) for (const event of last.events) apply(event, []);
    if (end.orphansEnded > 0) {
      const content = `Ended ${end.orphansEnded} process${end.orphansEnded === 1 ? "" : "es"} that ${backend.displayName} left behind.`;
      emit({ type: "notice", content, level: "info", code: "orphans_ended" });
    }
    const open = turn;
    if (open?.reseed === "due" && !open.interrupted && ending === null) {
      commit();
      void launch(open);
      return;
    }
    if (open !== null) {
      const error = ending === null ? exitError(backend, end) : undefined;
      closeTurn({ stopReason: "process_exit", error, closedBy: "session_end" });
    } else if (!wasOpen && ending === null && !wasMuted && backend.capabilities.live) {
      const content = `${backend.displayName} ended between turns. The next message starts it again.`;
      emit({ type: "notice", content, level: "warning", code: "process_ended" });
    }
    commit();
    next();
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
    if (turn !== null && link !== null && link.state() === "busy") link.send({ type: "interrupt" });
    await link?.stop();
    closeTurn({ stopReason: "process_exit", closedBy: "session_end" });
    holdQueue();
  }

  return {
    record,
    isRunning: () => turn !== null,
    processState: () =>
      launching || link?.state() === "starting" ? "starting" : link === null ? "none" : "live",
    pendingApprovals: () => requests.waiting(),
    stderrLines: () => stderr.lines(),

    send(message, options = {}) {
      refuseIfEnded();
      const messageId = options.messageId ?? MessageId.parse(uuid());
      if (!log.takeMessageId(sessionId, messageId)) return { messageId };
      if (turn === null) return { messageId, turn: startTurn(message, messageId) };
      const waiting = { messageId, message, at: Date.now() };
      if (options.mode === "now") {
        log.queue.unshift(sessionId, waiting);
        headGoesFirst = true;
        if (!turn.interrupted) interruptTurn(turn);
      } else log.queue.add(sessionId, waiting);
      tellQueue();
      return { messageId };
    },

    async interrupt() {
      const open = turn;
      if (open === null) return;
      if (!open.interrupted) interruptTurn(open);
      await open.ended.promise;
    },

    stop: () => (record.stopped && ending === null ? Promise.resolve() : end("stop")),
    async close() {
      const cut = turn !== null;
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
        link?.send({
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
      link?.send({ type: "set_mode", permissionMode: mode });
      commit();
    },

    setModel(model) {
      record.model = model;
      link?.send({ type: "set_model", model });
      commit();
    },

    withdraw(messageId) {
      const removed = log.queue.remove(sessionId, messageId);
      if (removed) tellQueue();
      return removed;
    },

    updateQueued(messageId, message) {
      const updated = log.queue.update(sessionId, messageId, message);
      if (updated) tellQueue();
      return updated;
    },

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

    startPlace: () => null,
    resumeCommand: () => null,

    markRead(seq) {
      journal.readTo(seq);
      record.readSeq = Math.max(record.readSeq, seq);
      commit();
    },

    stored: () => link?.block(log.pendingBytes(sessionId) > MAX_UNCOMMITTED),

    recover(open) {
      for (const requestId of open) {
        const outcome = { decision: "cancelled", by: "session_end" } as const;
        journal.write(record.turn, {
          type: "permission_resolved",
          content: "cancelled",
          requestId,
          ...outcome,
        });
        requests.remember(requestId, "session_end");
      }
      const error = { code: "BRIDGE_ENDED", message: "Switchyard ended while this turn was open." };
      const ended = { content: error.message, stopReason: "process_exit", error, durationMs: 0 } as const;
      journal.write(record.turn, { type: "turn_ended", ...ended });
      record.failed = true;
      holdQueue();
      commit();
    },
  };
}

/** Bytes of one session that may wait for the store before its CLI has to. */
const MAX_UNCOMMITTED = 4 * 1024 * 1024;

function addUsage(record: SessionRecord, usage: TurnUsage): void {
  const { costUsd } = record.usage;
  record.usage = {
    inputTokens: record.usage.inputTokens + usage.inputTokens,
    outputTokens: record.usage.outputTokens + usage.outputTokens,
    costUsd: usage.costUsd === null ? costUsd : (costUsd ?? 0) + usage.costUsd,
  };
}
