import type { AgentEvent } from "@switchyard/core/backend";
import {
  type Hold,
  MessageId,
  type PermissionMode,
  type PermissionResolver,
  SwitchyardError,
  type TurnError,
} from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import type { NewChunk } from "../log/log.ts";
import type { ProcessEnd } from "../process/host.ts";
import { withTurn } from "../usage/turn-cost.ts";
import { type Ended, makeCarrier } from "./carrier.ts";
import { makeFirstPrompt } from "./first-prompt.ts";
import { makeHandOver } from "./hand-over.ts";
import { makeJournal } from "./journal.ts";
import { limitResetNotice, makeLimits } from "./limits.ts";
import type { TakenStep } from "./link.ts";
import { makeMarks } from "./marks.ts";
import { makeModeWatch } from "./mode-watch.ts";
import { exitError } from "./process-errors.ts";
import { answeredTurn, followModel, followProgram, followVersion } from "./provenance.ts";
import type { SessionRecord } from "./record.ts";
import { followConversation, resumeCommand } from "./own-conversation.ts";
import { closedByEnd } from "./recover.ts";
import { makeRequests, type Settled } from "./requests.ts";
import type { Session } from "./session-face.ts";
import type { SessionDeps } from "./session-deps.ts";
import { withStoredImages } from "./stored-images.ts";
import { type HowTurnEnded, makeTurns, type Turn } from "./turns.ts";
import { makeWaiting, type Words, wordsOf } from "./waiting.ts";
import type { RequestEvent } from "./waiting-request.ts";

// Over 400 lines: the state machine of one session; its decisions read and change the same turn.

export function makeSession(deps: SessionDeps, record: SessionRecord): Session {
  const { log, backend } = deps;
  const { sessionId } = record;
  const requests = makeRequests({
    sessionId,
    backendId: backend.id,
    cwd: record.cwd,
    rules: {
      has: (key) => log.rules.has(sessionId, key),
      add: (rule) => log.rules.add(sessionId, rule),
    },
    answeredBy: (requestId) => log.answeredBy(sessionId, requestId),
    committedSeq: () => log.committedSeq(sessionId),
  });
  const journal = makeJournal(deps, record, requests.placed);
  const modes = makeModeWatch();
  const waiting = makeWaiting(deps, record);
  const carrier = makeCarrier(deps, record, {
    onSteps: handle,
    onEnded,
    tell: note,
    prepared: () => firstPrompt.begins(),
    isRunning,
    isQuiet: () =>
      !isRunning() && requests.waiting() === 0 && (waiting.isEmpty() || hold() !== null) && ending === null,
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
      limits.turnEnded(error);
      // Not after a stop or an interrupt: what was just ended is not followed by another program.
      if (!isHeld && ending === null && record.provenance?.backend.cliVersion === null) askVersion();
      if (error !== undefined) deps.turnFailed?.(sessionId, error.code);
    },
  });
  let ending: { promise: Promise<void>; reason: "stop" | "close" } | null = null;
  /** What the user has chosen since the last turn: until the next one nothing is made with it. */
  let chosenModel: string | null = null;
  const limits = makeLimits(deps, record);
  const marks = makeMarks(record, { journal, commit, isRunning });
  const firstPrompt = makeFirstPrompt(deps, record, commit);
  const handOver = makeHandOver(deps, record, {
    carrier,
    firstPrompt,
    isOpen,
    emit,
    failed(opened, error) {
      if (turns.current() === opened) finishTurn({ stopReason: "error", error });
    },
  });

  function hold(): Hold | null {
    return record.stopped ? null : limits.hold();
  }

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

  /** Whether a turn still is to be handed over. */
  function isOpen(turn: Turn): boolean {
    return turns.current() === turn && !turn.interrupted && ending === null;
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

  function startTurn(words: Words, by: "user" | "resume" = "user"): number {
    const { message, messageId, attachments = [] } = words;
    waiting.release();
    limits.lift();
    const opened = openTurn({ text: message, messageId, attachments }, by);
    const beside = attachments.length === 0 ? {} : { attachments: [...attachments] };
    emit({ type: "user_message", content: message, messageId, ...beside });
    log.attachments.keep(attachments, sessionId);
    // What is copied into a new worktree, and what its setup makes, are no changes of the session.
    if (record.worktree === null || record.worktree.state === "ready") firstPrompt.begins();
    commit(() => {
      if (isOpen(opened)) handOver.go(opened);
    });
    return opened.number;
  }

  function openTurn(prompt: Turn["prompt"], by?: "user" | "resume"): Turn {
    if (chosenModel !== null) followModel(record, chosenModel);
    chosenModel = null;
    return turns.open(prompt, by);
  }

  /** One that is chosen between turns makes nothing until the next of them. */
  function useModel(model: string): void {
    if (isRunning()) followModel(record, model);
    else chosenModel = model;
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
    if (isRunning() || record.stopped || ending !== null || hold() !== null) return;
    const head = waiting.take();
    if (head !== null) startTurn(wordsOf(head));
  }

  /** What waits goes first; without that the agent is told to go on. */
  function carryOn(by: "user" | "resume"): number {
    waiting.release();
    const head = waiting.take();
    if (head !== null) return startTurn(wordsOf(head), by);
    const messageId = MessageId.parse(uuid());
    log.takeMessageId(sessionId, messageId);
    return startTurn({ message: CONTINUE, messageId }, by);
  }

  /** A message that cannot go now. */
  function keep(words: Words, isFirst: boolean): void {
    // As without a limit it goes ahead of what waits for the user.
    if (isFirst || (record.limit === null && waiting.isHeld())) waiting.addFirst(words);
    else waiting.add(words);
    if (record.limit !== null) waiting.hold();
    commit();
  }

  // The process

  function handle(steps: readonly TakenStep[]): void {
    const answers: (() => void)[] = [];
    const before = turns.current();
    let unresumable = false;
    for (const step of steps) {
      for (const event of step.events) if (!carrier.isMuted()) apply(event, answers);
      if (step.fault !== undefined && !carrier.isMuted()) loseCodec(step.fault);
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
        return deps.limitSeen(backend, event.limit);
      case "turn_started":
        return ensureTurn();
      case "turn_ended":
        return turns.close(event);
      case "notice":
        return emit(event);
      case "model":
        record.modelInUse = event.model;
        return useModel(event.model);
      case "context":
        return void (record.context = event.context);
      case "session_started":
        followConversation(record, event.cliSessionId);
        record.modelInUse = event.model;
        followProgram(record, event, answeredTurn(record, isRunning()));
        if (event.cliVersion === null) askVersion();
        carrier.opened();
        emit(event);
        return checkMode(event.permissionMode, event.permissionMode);
      case "permission_resolved":
      case "question_resolved":
        for (const chunk of requests.settledByAgent(event)) emit(chunk);
        return;
      case "permission_request":
      case "question_request":
        return void answers.push(ask(event));
      default:
        ensureTurn();
        carrier.heard();
        requests.saw(event);
        emit(withStoredImages(log, sessionId, event));
    }
  }

  /** Gives back what answers it, where nobody has to be asked. */
  function ask(event: RequestEvent): () => void {
    ensureTurn();
    carrier.heard();
    return settle(requests.open(event, tooLate()));
  }

  /** An interrupt or an end that the CLI had not heard of when it asked. */
  function tooLate(): PermissionResolver | null {
    if (ending !== null) return "session_end";
    return turns.current()?.interrupted === true ? "interrupt" : null;
  }

  /** Gives back what tells the CLI, once what is written here is committed. */
  function settle({ chunks, intents, setsMode }: Settled): () => void {
    for (const chunk of chunks) emit(chunk);
    if (setsMode !== undefined) {
      modes.changing(record.permissionMode);
      record.permissionMode = setsMode;
    }
    const send = carrier.sender();
    return () => {
      for (const intent of intents) send(intent);
    };
  }

  /** What a CLI says outside any turn is a turn of its own. */
  function ensureTurn(): void {
    if (!isRunning()) openTurn(null);
  }

  /** Many programs tell it only when they are asked for it alone. */
  function askVersion(): void {
    // The turn may have ended by the time that it answers.
    const answered = answeredTurn(record, isRunning());
    void deps.versionOf(backend).then((version) => {
      if (followVersion(record, version, answered)) commit();
    });
  }

  function checkMode(inForce: PermissionMode | "unknown", word: string): void {
    if (!modes.isWrong(inForce, record.permissionMode)) return;
    const message = `${backend.displayName} runs in the permission mode "${word}", the session asks for "${record.permissionMode}". It does not go on.`;
    emit({ type: "notice", content: message, level: "error", code: "mode_differs" });
    turns.close({ stopReason: "error", error: { code: "CLI_FAILED", message } });
    carrier.mute();
  }

  /** Nobody can speak to the process any more. */
  function loseCodec(error: TurnError): void {
    if (isRunning()) turns.close({ stopReason: "error", error });
    else emit({ type: "notice", content: error.message, level: "error", code: "backend_failed" });
    carrier.mute();
  }

  function onEnded({ end, last, how }: Ended): void {
    const wasOpen = isRunning();
    if (how !== "muted") {
      for (const event of last.events) apply(event, []);
      if (last.fault !== undefined) turns.close({ stopReason: "error", error: last.fault });
    }
    if (end.orphansEnded > 0) {
      const content = `Ended ${end.orphansEnded} process${end.orphansEnded === 1 ? "" : "es"} that ${backend.displayName} left behind.`;
      emit({ type: "notice", content, level: "info", code: "orphans_ended" });
    }
    const open = turns.current();
    // A turn that was not handed over waits for a process of its own.
    if (open?.handed === true) {
      if (ending === null && !open.interrupted && (open.reseed === "due" || how === "silent")) {
        commit();
        return handOver.again(open);
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
        limits.lift();
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
    pendingQuestions: () => requests.questions(),
    requests: () => requests.list(),
    request: (requestId) => requests.get(requestId),
    stderrLines: carrier.stderrLines,

    send(message, options = {}) {
      refuseIfEnded();
      const messageId = options.messageId ?? MessageId.parse(uuid());
      if (!log.takeMessageId(sessionId, messageId)) return { messageId };
      const { attachments = [] } = options;
      log.attachments.claim(attachments, sessionId);
      const words = { message, messageId, attachments };
      const open = turns.current();
      const isNow = options.mode === "now";
      if (open === null) {
        const held = hold();
        // Who wants it now finds out whether the provider's limit still holds; a budget is the user's own word.
        const mayGo = held === null || (isNow && limits.reached() === null);
        if (mayGo) return { messageId, turn: startTurn(words) };
        keep(words, isNow);
        return { messageId };
      }
      if (isNow) {
        waiting.addFirst(words);
        if (!open.interrupted) interruptTurn(open);
      } else waiting.add(words);
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

    backendFailed(error) {
      if (!isRunning() && !carrier.isThere()) return;
      loseCodec(error);
      commit();
      void carrier.cancelStart();
      carrier.kill();
    },

    resume() {
      if (!record.stopped) return;
      record.stopped = false;
      record.isArchived = false;
      record.failed = false;
      commit();
    },

    answer(requestId, decision, message) {
      const settled = settle(requests.answer(requestId, decision, message));
      const isUnheard = decision.startsWith("reject") && backend.hearsRejections !== true;
      if (isUnheard && message !== undefined && message.trim() !== "") {
        const messageId = MessageId.parse(uuid());
        log.takeMessageId(sessionId, messageId);
        waiting.add({ message, messageId });
      }
      commit(settled);
    },

    answerQuestion(requestId, answers, note) {
      commit(settle(requests.answerQuestion(requestId, answers, note)));
    },

    rules: () => log.rules.list(sessionId),
    withdrawRule(ruleId) {
      const isWithdrawn = log.rules.withdraw(sessionId, ruleId);
      commit();
      return isWithdrawn;
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
      useModel(model);
      carrier.send({ type: "set_model", model });
      commit();
    },

    withdraw: waiting.withdraw,
    updateQueued: waiting.update,

    wait(message) {
      const messageId = MessageId.parse(uuid());
      log.takeMessageId(sessionId, messageId);
      waiting.add({ message, messageId });
      waiting.hold();
      commit();
    },

    goOn() {
      if (isRunning() || record.stopped || ending !== null || hold() !== null) return;
      waiting.release();
      next();
    },

    hold,
    carryOn() {
      refuseIfEnded();
      if (isRunning()) return {};
      limits.refuseIfReached();
      if (record.turn === 0 && waiting.isEmpty()) return {};
      return { turn: carryOn("user") };
    },

    limitOver() {
      if (record.limit === null || record.stopped || ending !== null) return;
      const goesOn = limits.over();
      emit(limitResetNotice(goesOn));
      if (goesOn && !isRunning() && limits.reached() === null) return void carryOn("resume");
      if (goesOn) waiting.release();
      commit();
    },

    setLimitResume(goesOn) {
      limits.setResume(goesOn);
      commit();
    },

    setBudget(limitUsd) {
      for (const notice of limits.setBudget(limitUsd)) emit(notice);
      commit();
      next();
    },

    beadBudgetChanged() {
      deps.changed(sessionId);
      next();
    },

    ...marks,
    note,
    lastSeq: () => log.lastSeq(sessionId),

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

    stored: () => carrier.block(log.mustWait(sessionId)),

    recover({ requests: open, lastedMs }) {
      for (const chunk of closedByEnd({ requests: open })) journal.write(record.turn, chunk);
      const error = { code: "BRIDGE_ENDED", message: "Switchyard ended while this turn was open." };
      const ended = { content: error.message, stopReason: "process_exit", error } as const;
      journal.write(record.turn, { type: "turn_ended", ...ended, durationMs: lastedMs });
      record.failed = true;
      record.usage = withTurn(record.usage, { error });
      waiting.hold();
      commit();
    },
  };
}

/** What an agent is told that is to go on where it was cut. */
const CONTINUE = "Continue.";
