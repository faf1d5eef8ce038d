import {
  type Bead,
  type BlobId,
  type ParsedParamsOf,
  type ProjectId,
  type ResultOf,
  type SessionId,
  type SessionInfo,
  SwitchyardError,
} from "@switchyard/core/protocol";
import { needAttachments } from "../attachments/may-go.ts";
import type { Folders } from "../changes/folders.ts";
import { dropStart } from "../changes/session-changes.ts";
import { dropIncomplete } from "../conversations/write-history.ts";
import type { BeadOfProject } from "../log/usage.ts";
import { makeLimitAlarm, type Waiter } from "../usage/limit-alarm.ts";
import type { OwnPlace, Worktrees } from "../worktrees/worktrees.ts";
import type { Traces } from "../trace/traces.ts";
import { type Broadcast, makeAnnouncer } from "./announcer.ts";
import { makeBatches } from "./batches.ts";
import { makeHeldByBudgets } from "./bead-budgets.ts";
import { checkAttachments } from "./check-attachments.ts";
import { locateIn } from "./choose-backend.ts";
import { makeInOrder } from "./in-order.ts";
import { listedInfo, sessionInfo } from "./info.ts";
import {
  prepareBatch,
  type Prepared,
  type PrepareOptions,
  prepareStart,
  previewPrompt,
  refuseUntrusted,
} from "./prepare.ts";
import { previewWorktree } from "./preview-worktree.ts";
import { prewarm } from "./prewarm.ts";
import { type ProcessesView, viewProcesses } from "./process-view.ts";
import type { SessionRecord } from "./record.ts";
import { makeRequestNews } from "./request-news.ts";
import { makeSession } from "./session.ts";
import type { SendOptions, Session } from "./session-face.ts";
import type { SessionDeps } from "./session-deps.ts";

/** All sessions of this bridge, and which of them is meant when none is named. */
export interface Sessions {
  /** @throws {SwitchyardError} as `startAgentSession` in the method table */
  start(params: ParsedParamsOf<"startAgentSession">): Promise<SessionId>;
  /** Makes a session of each, all or none, and lets the first of them begin. @throws {SwitchyardError} as `startBeads` */
  startBatch(params: ParsedParamsOf<"startBeads">): Promise<{ batchId: string; sessionIds: SessionId[] }>;
  /** @throws {SwitchyardError} SESSION_NOT_FOUND */
  updateBatch(params: ParsedParamsOf<"updateBatch">): void;
  /** What a start would give its session as a system prompt. @throws {SwitchyardError} as `previewPrompt` */
  preview(params: ParsedParamsOf<"previewPrompt">): Promise<ResultOf<"previewPrompt">>;
  /** @throws {SwitchyardError} PROJECT_NOT_FOUND, FOLDER_NOT_FOUND */
  previewWorktree(params: ParsedParamsOf<"previewWorktree">): Promise<ResultOf<"previewWorktree">>;
  /** @throws {SwitchyardError} SESSION_NOT_FOUND, NO_ACTIVE_SESSION (for no id) */
  need(sessionId: SessionId | undefined): Session;
  get(sessionId: SessionId): Session | undefined;
  info(session: Session): SessionInfo;
  active(): SessionInfo[];
  all(): Iterable<Session>;
  /**
   * Sends a message, in the order of the calls. What a process would have to be started for is asked first.
   * @throws {SwitchyardError} SESSION_ENDED, FOLDER_NOT_TRUSTED, STORAGE_FAILED
   */
  send(session: Session, message: string, options?: SendAsked): Promise<ReturnType<Session["send"]>>;
  /** Goes on with the session, behind what was sent before. @throws {SwitchyardError} as `continueSession` */
  carryOn(session: Session): Promise<ReturnType<Session["carryOn"]>>;
  /** What may be spent by all sessions of a bead and of those below it; null: as much as they take. */
  setBeadBudget(bead: BeadOfProject, limitUsd: number | null): void;
  /** All beads of a project as they are now: a budget holds for what is below its bead. */
  learnBeads(projectId: ProjectId, beads: readonly Bead[]): void;
  /** @throws {SwitchyardError} NOT_SUPPORTED */
  setLimitResume(session: Session, goesOn: boolean): void;
  /** Takes in a session whose record and log are stored already. */
  adopt(record: SessionRecord): Session;
  stop(session: Session): Promise<void>;
  resume(session: Session): void;
  archive(session: Session, isArchived: boolean): Promise<void>;
  /** Stops the session and drops it with its log. */
  remove(session: Session): Promise<void>;
  /**
   * Starts a process ahead of a session, where its backend can have one; it never takes another one's place.
   * @throws {SwitchyardError} as `prewarm` in the method table
   */
  prewarm(backendId: string, cwd: string): Promise<void>;
  readonly processes: ProcessesView;
  activeId(): SessionId | null;
  switchTo(session: Session): void;
  /** Ends what all sessions started; tells how many turns that cut. */
  close(): Promise<number>;
}

/** With attachments by their names. */
export type SendAsked = Omit<SendOptions, "attachments"> & { readonly attachments?: readonly BlobId[] };

export interface SessionsOptions
  extends Omit<SessionDeps, "folders" | "backend" | "changed" | "turnFailed" | "spent">, PrepareOptions {
  broadcast: Broadcast;
  folders: Folders;
  worktrees: Worktrees;
  traces: Pick<Traces, "ended" | "dropped">;
  /** The budget of a new session, in USD; null: none. */
  sessionBudgetUsd: () => number | null;
}

export function makeSessions(options: SessionsOptions): Sessions {
  const { log } = options;
  const sessions = new Map<SessionId, Session>();
  const stopping = new Map<SessionId, Promise<void>>();
  let activeId: SessionId | null = null;
  const inOrder = makeInOrder({
    refuse: refuseWithoutRoom,
    async look({ record }) {
      await options.worktrees.refuseGone(record);
      await refuseUntrusted(options, record.cwd, options.backends.get(record.backendId));
    },
  });

  const info = (session: Session): SessionInfo =>
    sessionInfo({ log, batch: batches.view(session) }, session, sessions.values());
  const active = (): SessionInfo[] => [...sessions.values()].filter((each) => !each.record.stopped).map(info);
  const announcer = makeAnnouncer({
    broadcast: options.broadcast,
    active,
    info: (sessionId) => {
      const session = sessions.get(sessionId);
      return session && info(session);
    },
    listed: (sessionId) => {
      const session = sessions.get(sessionId);
      return session && listedInfo(session, batches.view(session));
    },
  });
  const batches = makeBatches({
    queued: (sessionId) => log.queue.list(sessionId).length,
    touch: (sessionId) => announcer.touch(sessionId),
    mayBegin: () => log.hasRoom(),
  });

  const heldByBudgets = makeHeldByBudgets({
    log,
    sessions: () => sessions.values(),
    beadsOf(projectId) {
      const project = options.projects.get(projectId);
      return project === null ? [] : (options.tracker(project).current()?.beads ?? []);
    },
    touch: announcer.touch,
    broadcast: options.broadcast,
  });
  const alarm = makeLimitAlarm({ waiters, mayGoOn: () => log.hasRoom(), now: Date.now });

  function open(record: SessionRecord): Session {
    const backend = options.backends.of(record.backendId, record.provenance?.backend.plugin);
    const locate = locateIn(options, record.projectId);
    const { prepare: prepareWorktree } = options.worktrees;
    const deps = { ...options, backend, locate, prepareWorktree, changed, turnFailed, spent };
    const session = makeSession(deps, record);
    sessions.set(record.sessionId, session);
    return session;
  }

  /** One that is stored, told and known from here on. */
  function begin(record: SessionRecord): Session {
    record.budgetUsd = options.sessionBudgetUsd();
    heldByBudgets.begins(record);
    log.saveSession(record);
    const session = open(record);
    announcer.membership("session-created", record.sessionId);
    return session;
  }

  /** All or none, in the worktrees that they are to have. */
  async function beginAll(prepared: readonly Prepared[]): Promise<Session[]> {
    const begun: Session[] = [];
    const beginIn = (made: readonly OwnPlace[]): SessionRecord[] => {
      refuseWithoutRoom();
      const records = prepared.map((each, at) => each.record(made[at] ?? null));
      begun.push(...records.map(begin));
      return records;
    };
    const wanted = prepared.flatMap((each) => each.wanted ?? []);
    if (wanted.length === 0) beginIn([]);
    else await options.worktrees.startIn(wanted, beginIn);
    for (const [at, session] of begun.entries()) {
      for (const notice of prepared[at]?.notices ?? []) session.note(notice);
    }
    return begun;
  }

  function changed(sessionId: SessionId): void {
    announcer.touch(sessionId);
    options.slots.look();
    const session = sessions.get(sessionId);
    if (session !== undefined) batches.changed(session);
  }

  function turnFailed(sessionId: SessionId, code: string): void {
    const session = sessions.get(sessionId);
    if (session !== undefined) batches.failed(session, code);
    alarm.look();
  }

  function spent(sessionId: SessionId): void {
    const session = sessions.get(sessionId);
    if (session !== undefined) heldByBudgets.spent(session.record);
    if (session?.record.worktree) options.worktrees.changed();
  }

  /** In the order of their batches, then of their making. */
  function waiters(): Waiter[] {
    return [...sessions.values()]
      .filter(({ record }) => record.limit !== null && !record.stopped)
      .toSorted((a, b) => placeOf(a) - placeOf(b) || a.record.createdAt - b.record.createdAt)
      .flatMap((session) => {
        const { limit } = session.record;
        return limit === null ? [] : [{ limit, over: () => limitOver(session) }];
      });
  }

  const placeOf = ({ record }: Session): number => record.batch?.order ?? 0;

  function limitOver(session: Session): void {
    session.limitOver();
    if (session.isRunning()) batches.limitOver(session);
  }

  /** What is taken must be kept, on the disk or for a while in memory. */
  function refuseWithoutRoom(): void {
    if (log.hasRoom()) return;
    throw new SwitchyardError(
      "STORAGE_FAILED",
      "The disk takes nothing, and no more can be held in memory. Make room on the disk, then try again.",
    );
  }

  function setActive(sessionId: SessionId | null): void {
    if (activeId === sessionId) return;
    activeId = sessionId;
    options.broadcast("active-session-changed", { sessionId });
  }

  /** Several may ask for one end: it is one, and told once. */
  function stop(session: Session): Promise<void> {
    if (session.record.stopped) return Promise.resolve();
    const { sessionId } = session.record;
    const stopped = stopping.get(sessionId) ?? end(session).finally(() => stopping.delete(sessionId));
    stopping.set(sessionId, stopped);
    return stopped;
  }

  async function end(session: Session): Promise<void> {
    await session.stop();
    options.traces.ended(session);
    const { sessionId } = session.record;
    announcer.membership("session-terminated", sessionId);
    if (activeId === sessionId) setActive(null);
  }

  dropIncomplete(log);
  for (const record of log.sessions()) open(record);
  for (const left of log.openTurns()) sessions.get(left.sessionId)?.recover(left);
  // Nothing starts by itself because the bridge did.
  for (const session of sessions.values()) batches.adopt(session, { begins: false });

  const requestNews = makeRequestNews({
    broadcast: options.broadcast,
    requests: (sessionId) => sessions.get(sessionId)?.requests() ?? [],
  });
  const forget = log.onCommitted((ids) => {
    for (const id of ids) announcer.touch(id);
    requestNews.look(ids);
  });
  // What is stored again, or is not, concerns all of them.
  const unwatch = log.onStorage(() => {
    for (const [id, session] of sessions) {
      announcer.touch(id);
      session.stored();
    }
    batches.look();
  });

  return {
    async start(params) {
      const prepared = await prepareStart(options, params);
      const { prompt, attachments: named = [] } = params;
      if (named.length > 0) await checkAttachments(options, { ...prepared, sessionId: null }, named);
      refuseWithoutRoom();
      const attachments = needAttachments(log, named, null);
      const [session] = await beginAll([prepared]);
      if (session === undefined) throw new Error("Nothing was begun.");
      const { sessionId } = session.record;
      setActive(sessionId);
      if (prompt !== undefined || named.length > 0) session.send(prompt ?? "", { attachments });
      return sessionId;
    },
    async startBatch(params) {
      const { batchId, all } = await prepareBatch(options, params);
      refuseWithoutRoom();
      const begun = await beginAll(all);
      for (const [at, session] of begun.entries()) {
        session.wait(params.starts[at]?.prompt ?? "");
        batches.adopt(session, { begins: true });
      }
      return { batchId, sessionIds: begun.map(({ record }) => record.sessionId) };
    },
    updateBatch: ({ batchId, ...patch }) => batches.update(batchId, patch),
    preview: (params) => previewPrompt(options, params),
    previewWorktree: (params) => previewWorktree(options, params),
    need(sessionId) {
      const id = sessionId ?? activeId;
      if (id === null) {
        throw new SwitchyardError(
          "NO_ACTIVE_SESSION",
          "No session is active. Name one with sessionId, or start one.",
        );
      }
      const session = sessions.get(id);
      if (session !== undefined) return session;
      throw new SwitchyardError(
        "SESSION_NOT_FOUND",
        "There is no such session. listSessions tells which there are.",
        {
          sessionId: id,
        },
      );
    },
    get: (sessionId) => sessions.get(sessionId),
    info,
    active,
    send(session, message, { attachments: named = [], ...how } = {}) {
      const { record } = session;
      const act = (): ReturnType<Session["send"]> => {
        const attachments = needAttachments(log, named, record.sessionId);
        return session.send(message, { ...how, attachments });
      };
      return inOrder(
        session,
        act,
        named.length === 0 ? undefined : () => checkAttachments(options, record, named),
      );
    },
    carryOn: (session) => inOrder(session, () => session.carryOn()),
    setBeadBudget: heldByBudgets.set,
    learnBeads: heldByBudgets.learn,
    setLimitResume(session, goesOn) {
      session.setLimitResume(goesOn);
      alarm.look();
    },
    all: () => sessions.values(),
    adopt(record) {
      const session = open(record);
      announcer.membership("session-created", record.sessionId);
      return session;
    },
    stop,
    resume(session) {
      if (!session.record.stopped) return;
      session.resume();
      announcer.membership("session-created", session.record.sessionId);
    },
    async archive(session, isArchived) {
      if (isArchived) await stop(session);
      session.setArchived(isArchived);
    },
    async remove(session) {
      await stop(session);
      const { sessionId } = session.record;
      if (!sessions.delete(sessionId)) return;
      batches.forget(session);
      log.deleteSession(sessionId);
      announcer.removed(sessionId);
      options.traces.dropped(session);
      options.worktrees.sessionGone(session.record);
      await dropStart(options.folders, session, sessions.values());
    },
    prewarm: (backendId, cwd) => prewarm(options, backendId, cwd),
    processes: viewProcesses(options, () => sessions.values()),
    activeId: () => activeId,
    switchTo(session) {
      if (session.record.stopped) {
        throw new SwitchyardError("SESSION_ENDED", "The session is stopped. Resume it first.");
      }
      setActive(session.record.sessionId);
    },
    async close() {
      batches.close();
      alarm.close();
      options.slots.close();
      const [cut] = await Promise.all([
        Promise.all([...sessions.values()].map((session) => session.close())),
        options.spares.close(),
      ]);
      forget();
      unwatch();
      announcer.close();
      return cut.filter(Boolean).length;
    },
  };
}
