import type { CodecState, Intent } from "@switchyard/core/backend";
import { ProcessId, type ProcessState, type TurnError } from "@switchyard/core/protocol";
import type { NewChunk } from "../log/log.ts";
import type { ProcessEnd } from "../process/host.ts";
import { type Launch, prepareLaunch } from "./launch.ts";
import { type Link, openLink, type TakenStep } from "./link.ts";
import { turnErrorOf } from "./process-errors.ts";
import { refuseUntrusted } from "./prepare.ts";
import type { ProcessView } from "./process-view.ts";
import { answeredTurn, followPlugin } from "./provenance.ts";
import type { SessionRecord } from "./record.ts";
import type { SessionDeps } from "./session-deps.ts";
import { setAside } from "./set-aside.ts";
import type { Occupant, Slot } from "./slots.ts";
import type { Ahead } from "./spares.ts";
import { makeStderrTail } from "./stderr-tail.ts";

/** What carries a session's turns: its process, from the wait for a place to the end, and its sleep. */
export interface Carrier {
  state(): ProcessState;
  /** What the codec said last; null: there is no process. */
  codecState(): CodecState | "starting" | null;
  /** Whether a prompt would be heard: there is a process, and it is not being ended. */
  isThere(): boolean;
  /** In the line of starts, from 1; null: it does not wait there. */
  startPlace(): number | null;
  view(): ProcessView | null;
  stderrLines(): readonly string[];
  /** Starts a process, behind the end of one that is still there. */
  start(start: Start): void;
  /** A start that is under way leads to nothing any more; resolves when nothing is left of it. */
  cancelStart(): Promise<void>;
  send(intent: Intent): void;
  /** Sends to the process that is there now; to none where it has ended when this is called. */
  sender(): (intent: Intent) => void;
  /** Writes to the process that is there now, whenever it is called. */
  writer(): (lines: readonly string[]) => void;
  /** Holds the CLI back, or lets it go on. */
  block(isBlocked: boolean): void;
  /** Ends the process unless the CLI is heard in time. */
  killIn(ms: number): void;
  /** The CLI has said where it stands. */
  inTime(): void;
  /** The conversation is open. */
  opened(): void;
  /** The prompt was heard: the next start in the folder may go ahead. */
  heard(): void;
  /** What the process still says is not taken; it is to be killed. */
  mute(): void;
  isMuted(): boolean;
  kill(): void;
  /** Ends it in the backend's way, `sleep` until it is needed again; resolves when all of it is gone. */
  stop(how: "stop" | "sleep"): Promise<void>;
}

export interface Start {
  /** It follows a process that has just ended, and has its place. @default false */
  readonly isAgain?: boolean;
  /** A process is there and takes the prompt. */
  ready(conversation: Launch["start"]): void;
  failed(error: TurnError): void;
}

export interface CarrierOptions {
  onSteps(steps: readonly TakenStep[]): void;
  onEnded(ended: Ended): void;
  /** Puts a notice into the log. */
  tell(notice: Extract<NewChunk, { type: "notice" }>): void;
  /** The folder is as it is to be when the session begins. */
  prepared(): void;
  isRunning(): boolean;
  /** No turn is open, no request waits and nothing is queued. */
  isQuiet(): boolean;
}

export interface Ended {
  readonly end: ProcessEnd;
  /** What its end leads to. */
  readonly last: TakenStep;
  /** `asked`: put to sleep or stopped · `muted`: ended for a fault · `silent`: it was started ahead, and never heard. */
  readonly how: "itself" | "asked" | "muted" | "silent";
}

/** A start that is under way. */
interface Attempt {
  readonly start: Start;
  readonly slot: Slot;
  /** The process that it goes on with, where one was started ahead. */
  readonly ahead: Ahead | null;
  /** Ends what it has begun. */
  readonly cancelled: AbortController;
  preparing: Promise<unknown>;
}

interface Run {
  readonly link: Link;
  readonly slot: Slot;
  readonly processId: ProcessId;
  readonly isAhead: boolean;
  canResume: boolean;
  readonly letNext: () => void;
  /** Unix seconds. */
  readonly startedAt: number;
  pid: number | null;
  lastEvent: ProcessView["lastEvent"];
  isMuted: boolean;
  ending: "stop" | "sleep" | null;
  deadline?: NodeJS.Timeout;
  alone?: NodeJS.Timeout;
}

export function makeCarrier(deps: SessionDeps, record: SessionRecord, on: CarrierOptions): Carrier {
  const { backend, log } = deps;
  const { sessionId } = record;
  const stderr = makeStderrTail();
  let attempt: Attempt | null = null;
  let run: Run | null = null;
  let isAsleep = false;
  /** When it last had something to do. */
  let busyAt = deps.clock();
  /** The place of a process that has just ended, for one that follows it at once. */
  let kept: Slot | null = null;

  const occupant: Occupant = {
    rest() {
      if (run === null || run.ending !== null || run.isMuted || !on.isQuiet()) return null;
      if (!isIdle(run.link.state())) return null;
      return { since: busyAt, kind: run.canResume ? "idle" : "lossy" };
    },
    sleep: () => void stop("sleep"),
    moved: () => deps.changed(sessionId),
  };

  function start(wanted: Start): void {
    // What it says now could only get into the turn of the next process.
    if (run !== null) run.isMuted = true;
    const isFirst = record.cliSessionId === null && record.turn <= 1;
    const again = wanted.isAgain === true ? kept : null;
    if (again !== null) kept = null;
    const ahead = isFirst && again === null ? deps.spares.take(backend, record.cwd, occupant) : null;
    const slot = ahead?.slot ?? again ?? deps.slots.enter(occupant);
    const cancelled = new AbortController();
    const own: Attempt = { start: wanted, ahead, slot, cancelled, preparing: Promise.resolve() };
    attempt = own;
    tellPlace(own.slot.place());
    deps.changed(sessionId);
    void launch(own);
  }

  function tellPlace(place: number | null): void {
    if (place === null) return;
    const content = `All places for processes are taken. This start waits for one, at place ${place} of the line.`;
    on.tell({ type: "notice", content, level: "info", code: "waited" });
  }

  async function launch(own: Attempt): Promise<void> {
    if (!(await own.slot.ready)) return;
    await run?.link.ended;
    const letNext = await waitToStart(own);
    const prepared = await prepare(own);
    if (prepared === null || attempt !== own) return letNext();
    attempt = null;
    if ("code" in prepared) {
      letNext();
      void giveUp(own);
      return own.start.failed(prepared);
    }
    open(own, prepared, letNext);
  }

  /** Waits until no other start in the folder is under way; resolves to what lets the next one go ahead. */
  async function waitToStart(own: Attempt): Promise<() => void> {
    if (backend.startsAlone !== true || attempt !== own) return () => undefined;
    if (own.ahead?.letNext) return own.ahead.letNext;
    const place = `${backend.id}\0${record.cwd}`;
    if (deps.startGate.isTaken(place)) {
      const content = `Waits until another session's ${backend.displayName} has started in this folder.`;
      on.tell({ type: "notice", content, level: "info", code: "waited" });
    }
    return deps.startGate.enter(place);
  }

  /** Null: it is not wanted any more. */
  async function prepare(own: Attempt): Promise<Launch | TurnError | null> {
    if (attempt !== own) return null;
    const preparing = prepareIn(own).catch((error: unknown) =>
      own.cancelled.signal.aborted ? null : turnErrorOf(error, deps.logger),
    );
    const prepared = await (own.preparing = preparing);
    if (prepared === null || !("spec" in prepared)) return prepared;
    if (own.ahead?.fits(prepared.spec) === true) return prepared;
    await own.ahead?.end();
    await log.processes.announce(prepared.spec.marker, sessionId);
    if (attempt === own) return prepared;
    log.processes.remove(prepared.spec.marker);
    return null;
  }

  async function prepareIn({ cancelled }: Attempt): Promise<Launch> {
    const { signal } = cancelled;
    const mayRun = (): Promise<void> => refuseUntrusted(deps, record.cwd, backend);
    await deps.prepareWorktree?.(record, { tell: on.tell, mayRun, signal });
    signal.throwIfAborted();
    on.prepared();
    return prepareLaunch(deps, record);
  }

  /** The place is free when a process that was started ahead for it is gone. */
  async function giveUp({ ahead, slot }: Attempt): Promise<void> {
    await ahead?.end();
    ahead?.letNext?.();
    slot.leave();
  }

  function open(own: Attempt, launched: Launch, letNext: () => void): void {
    const ahead = own.ahead?.fits(launched.spec) === true ? own.ahead : null;
    const spec = ahead?.spec ?? launched.spec;
    const processId = ProcessId.parse(spec.marker);
    const link = openLink({
      host: ahead?.host ?? deps.host,
      intake: deps.intake,
      spec,
      codec: launched.codec,
      stop: backend.stop,
      onSteps: (steps) => take(opened, steps),
      onEnded: (end, last) => ended(opened, end, last),
      onMessage(message) {
        if (message.type === "started") {
          opened.pid = message.identity.pid;
          log.processes.add({ marker: processId, sessionId, ...message.identity });
        }
        if (message.type === "stderr") {
          stderr.push(message.line);
          deps.stderr(sessionId, message.line);
        }
        if (message.type === "oversize") void setAside(log, sessionId, message).then(on.tell);
      },
    });
    const opened: Run = {
      link,
      processId,
      letNext,
      slot: own.slot,
      isAhead: ahead !== null,
      canResume: launched.canResume,
      startedAt: unixSeconds(Date.now()),
      pid: null,
      lastEvent: null,
      isMuted: false,
      ending: null,
    };
    run = opened;
    isAsleep = false;
    followPlugin(record, launched.plugin, answeredTurn(record, on.isRunning()));
    link.open();
    // Its codec could give up before it heard anything.
    if (opened.isMuted) return void link.kill();
    opened.deadline = setTimeout(() => onStartDeadline(opened), deps.deadlines.start);
    deps.changed(sessionId);
    tellChanges(link, launched.input);
    own.start.ready(launched.start);
  }

  /** What the user has changed while the start was prepared. */
  function tellChanges(link: Link, { permissionMode, model }: Launch["input"]): void {
    if (record.permissionMode !== permissionMode) {
      link.send({ type: "set_mode", permissionMode: record.permissionMode });
    }
    if (record.model !== null && record.model !== model) {
      link.send({ type: "set_model", model: record.model });
    }
  }

  function onStartDeadline({ link }: Run): void {
    if (link.state() !== "starting") return;
    stderr.push(`No answer for ${deps.deadlines.start / 1000} s after the start.`);
    void link.kill();
  }

  function take(from: Run, steps: readonly TakenStep[]): void {
    if (from.isMuted) return;
    const events = steps.flatMap((step) => step.events);
    const last = events.at(-1);
    if (last !== undefined) from.lastEvent = { type: last.type, at: unixSeconds(Date.now()) };
    for (const event of events) {
      if (event.type === "abilities") from.canResume = event.capabilities.resume ?? from.canResume;
    }
    busyAt = deps.clock();
    on.onSteps(steps);
  }

  function ended(from: Run, end: ProcessEnd, last: TakenStep): void {
    log.processes.remove(from.processId);
    clearTimeout(from.alone);
    clearTimeout(from.deadline);
    from.letNext();
    run = null;
    isAsleep = from.ending === "sleep" && backend.capabilities.live && record.cliSessionId !== null;
    kept = from.slot;
    on.onEnded({ end, last, how: howItEnded(from) });
    kept?.leave();
    kept = null;
    deps.changed(sessionId);
  }

  async function stop(how: "stop" | "sleep"): Promise<void> {
    const cancelled = cancelStart();
    if (how === "stop") isAsleep = false;
    if (run === null) return cancelled;
    if (run.ending !== "stop") run.ending = how;
    run.slot.freeing();
    deps.changed(sessionId);
    await Promise.all([cancelled, run.link.stop()]);
  }

  async function cancelStart(): Promise<void> {
    const given = attempt;
    attempt = null;
    given?.cancelled.abort();
    await given?.preparing;
    if (given !== null) await giveUp(given);
  }

  function view(): ProcessView | null {
    if (run === null || run.pid === null) return null;
    const { processId, pid, startedAt, lastEvent } = run;
    const state = stateOf(run);
    const idleSince = state === "idle" ? unixSeconds(Date.now() - (deps.clock() - busyAt)) : null;
    const place = { sessionId, backendId: backend.id, cwd: record.cwd };
    return { processId, ...place, pid, state, startedAt, idleSince, lastEvent };
  }

  function stateOf({ ending, isMuted, link }: Run): ProcessView["state"] {
    if (ending !== null || isMuted) return "stopping";
    if (link.state() === "starting") return "starting";
    if (on.isRunning()) return "busy";
    return link.state() === "background" ? "background" : "idle";
  }

  return {
    state() {
      if (attempt !== null || run?.link.state() === "starting") return "starting";
      if (run !== null) return "live";
      return isAsleep ? "asleep" : "none";
    },
    codecState: () => run?.link.state() ?? null,
    isThere: () => run !== null && run.ending === null && !run.isMuted,
    startPlace: () => attempt?.slot.place() ?? null,
    view,
    stderrLines: () => stderr.lines(),
    start,
    cancelStart,
    send: (intent) => run?.link.send(intent),
    sender() {
      const to = run;
      return (intent) => {
        if (run === to) to?.link.send(intent);
      };
    },
    writer() {
      const to = run;
      return (lines) => to?.link.write(lines);
    },
    block: (isBlocked) => run?.link.block(isBlocked),
    killIn(ms) {
      const from = run;
      if (from === null) return;
      clearTimeout(from.deadline);
      from.deadline = setTimeout(() => void from.link.kill(), ms);
    },
    inTime: () => clearTimeout(run?.deadline),
    opened() {
      if (run === null) return;
      // A model may take long to its first word; by then the prompt has long been taken.
      clearTimeout(run.alone);
      run.alone = setTimeout(run.letNext, deps.deadlines.alone);
    },
    heard: () => run?.letNext(),
    mute() {
      if (run !== null) run.isMuted = true;
    },
    isMuted: () => run?.isMuted ?? false,
    kill: () => void run?.link.kill(),
    stop,
  };
}

function howItEnded({ isMuted, ending, isAhead, lastEvent }: Run): Ended["how"] {
  if (isMuted) return "muted";
  if (ending !== null) return "asked";
  return isAhead && lastEvent === null ? "silent" : "itself";
}

function isIdle(state: CodecState | "starting"): boolean {
  return state === "ready" || state === "idle";
}

function unixSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}
