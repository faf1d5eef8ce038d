import {
  type BeadId,
  type ParsedParamsOf,
  type ProjectId,
  type ResultOf,
  type SessionId,
  type SessionTrace,
  SwitchyardError,
} from "@switchyard/core/protocol";
import type { Logger } from "pino";
import type { Projects, ProjectWithSettings } from "../projects/projects.ts";
import type { Session } from "../session/session-face.ts";
import { endedTurns, factsOf, type GatherOptions } from "./gather.ts";
import { makeLines } from "./lines.ts";
import { previewOf } from "./preview.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import { type TraceTracker, writeTrace } from "./write-trace.ts";

/** Writes sessions to their beads when they end, where their project's setting says so. Nobody waits for it. */
export interface Traces {
  /** The user has ended a session. */
  ended(session: Session): void;
  /** It is gone: what is due of it is still written, while the bridge runs. */
  dropped(session: Session): void;
  /** Tries what is due in a project: its tracker was read, changed or written. */
  look(projectId: ProjectId): void;
  /** How many clients are connected: with none nothing is tried again. */
  clients(count: number): void;
  /** @throws {SwitchyardError} PROJECT_NOT_FOUND */
  preview(asked: AskedPreview): Promise<ResultOf<"previewTrace">>;
  /** @throws {SwitchyardError} as `writeTrace` in the method table */
  write(session: Session, form: SessionTrace["form"] | undefined): Promise<void>;
  /** Resolves when nothing is being written any more; what is due is tried in the bridge's next life. */
  close(): Promise<void>;
}

export interface AskedPreview extends Pick<ParsedParamsOf<"previewTrace">, "projectId" | "form"> {
  readonly session: Session | undefined;
}

export interface TracesOptions extends GatherOptions {
  readonly projects: Pick<Projects, "ready" | "get" | "need">;
  readonly tracker: (project: ProjectWithSettings) => TraceTracker;
  readonly now: () => number;
  readonly logger: Logger;
  /** Until the next try where nothing is heard of the tracker, in ms. @default 10 s, then twice as long each time */
  readonly waitMs?: (failures: number) => number;
}

/** A session on a bead whose trace is to be written. */
interface Due {
  readonly session: Session;
  readonly beadId: BeadId;
}

export function makeTraces(options: TracesOptions): Traces {
  const { projects, now, logger, waitMs = longer } = options;
  /** One after the other in each project. */
  const lines = makeLines<ProjectId>();
  /** Those that were never tried. */
  const fresh = new Set<SessionId>();
  /** Deleted, and still to be written. */
  const gone = new Map<SessionId, Session>();
  const refusals = new Map<SessionId, number>();
  const failures = new Map<ProjectId, { count: number; timer: NodeJS.Timeout | undefined }>();
  let clientCount = 0;
  let isClosed = false;

  function* all(): Iterable<Session> {
    yield* options.sessions();
    yield* gone.values();
  }

  function dueIn(projectId: ProjectId): Due[] {
    return [...all()].flatMap((session) => {
      const { record } = session;
      const isDue = record.trace?.state === "due" && record.stopped;
      return isDue && record.projectId === projectId && record.beadId !== null
        ? [{ session, beadId: record.beadId }]
        : [];
    });
  }

  function look(projectId: ProjectId): void {
    if (isClosed || dueIn(projectId).length === 0) return;
    lines.round(projectId, () => writeDue(projectId));
  }

  async function writeDue(projectId: ProjectId): Promise<void> {
    await projects.ready();
    const project = projects.get(projectId);
    if (project === null || project.beadTrace === "off") return;
    // One that is refused again and again holds up no other.
    const due = dueIn(projectId).toSorted((a, b) => refusalsOf(a) - refusalsOf(b));
    for (const each of due) {
      // oxlint-disable-next-line no-await-in-loop -- one call of a tracker at a time
      const refused = await attempt(each, project, project.beadTrace).catch((error: unknown) => {
        logger.error({ err: error, sessionId: each.session.record.sessionId }, "a session's trace failed");
        return null;
      });
      // The next one would be refused as well.
      if (refused?.passes === true) return wait(projectId);
    }
    forget(projectId);
  }

  function refusalsOf({ session }: Due): number {
    return refusals.get(session.record.sessionId) ?? 0;
  }

  function wait(projectId: ProjectId): void {
    const count = (failures.get(projectId)?.count ?? 0) + 1;
    forget(projectId);
    if (isClosed) return;
    const tries = clientCount > 0;
    const timer = tries ? setTimeout(() => look(projectId), waitMs(count)).unref() : undefined;
    failures.set(projectId, { count, timer });
  }

  function forget(projectId: ProjectId): void {
    clearTimeout(failures.get(projectId)?.timer);
    failures.delete(projectId);
  }

  /** Null: it is written. */
  async function attempt(
    { session, beadId }: Due,
    project: ProjectWithSettings,
    form: SessionTrace["form"],
  ): Promise<Refusal | null> {
    const { sessionId } = session.record;
    const isFirst = fresh.delete(sessionId);
    const tracker = options.tracker(project);
    const facts = await factsOf(session, project, options);
    if (isClosed) return ENDING;
    try {
      await writeTrace(tracker, beadId, { sessionId, facts, form, isFirst });
    } catch (thrown) {
      const refused = refusalOf(thrown, tracker);
      refusals.set(sessionId, (refusals.get(sessionId) ?? 0) + 1);
      // What a call that is ended with the bridge says is nothing of the tracker's.
      if (!isClosed) tell(session, refused, { form, turn: facts.turns });
      return refused;
    }
    refusals.delete(sessionId);
    gone.delete(sessionId);
    const { trace } = session.record;
    // It may have gone on and ended again meanwhile.
    const isNewerDue = trace?.state === "due" && trace.turn > facts.turns;
    if (!isNewerDue) set(session, { state: "written", form, turn: facts.turns, at: now(), message: null });
    return null;
  }

  function tell(
    session: Session,
    { error: { message }, passes }: Refusal,
    what: Pick<SessionTrace, "form" | "turn">,
  ): void {
    const { trace, sessionId, beadId } = session.record;
    // What was not due is tried by whoever asked for it.
    const state = passes && trace?.state === "due" ? "due" : "failed";
    const isKnown = trace?.message === message;
    if (!passes && gone.delete(sessionId)) logger.warn({ sessionId }, "a deleted session left no trace");
    if (isKnown && trace.state === state) return;
    set(session, { ...what, state, at: now(), message });
    const later = state === "due" ? " It is tried again by itself." : "";
    const content = `This session is not written to its bead ${beadId}: ${message}${later}`;
    if (!isKnown && isThere(session)) {
      session.note({ type: "notice", content, level: "warning", code: "trace_failed" });
    }
  }

  function set(session: Session, trace: SessionTrace): void {
    if (isThere(session)) session.setTrace(trace);
  }

  function isThere(session: Session): boolean {
    return !gone.has(session.record.sessionId) && [...options.sessions()].includes(session);
  }

  return {
    ended(session) {
      const { record } = session;
      const { sessionId, projectId, beadId, trace } = record;
      const project = projectId === null ? null : projects.get(projectId);
      if (beadId === null || project === null || project.beadTrace === "off") return;
      const told = trace?.state === "written" ? trace.turn : 0;
      if (record.turn <= told) return;
      if (trace === null || trace.state === "written") fresh.add(sessionId);
      const form = project.beadTrace;
      session.setTrace({ state: "due", form, turn: record.turn, at: now(), message: trace?.message ?? null });
      look(project.projectId);
    },
    dropped(session) {
      const { sessionId, projectId, trace } = session.record;
      if (projectId === null || trace?.state !== "due") return;
      gone.set(sessionId, session);
      look(projectId);
    },
    look,
    clients(count) {
      const hasCome = clientCount === 0 && count > 0;
      clientCount = count;
      if (count === 0) for (const projectId of failures.keys()) forget(projectId);
      if (!hasCome) return;
      for (const projectId of new Set([...all()].map(({ record }) => record.projectId))) {
        if (projectId !== null) look(projectId);
      }
    },
    async preview({ projectId, form, session }) {
      await projects.ready();
      const project = projects.need(session?.record.projectId ?? projectId);
      return previewOf({ form, session, project }, options);
    },
    async write(session, asked) {
      await projects.ready();
      const { beadId, projectId, trace } = session.record;
      if (beadId === null) throw new SwitchyardError("BEAD_NOT_FOUND", "The session is on no bead.");
      if (projectId === null) {
        throw new SwitchyardError("PROJECT_NOT_FOUND", "The session belongs to no project.");
      }
      const project = projects.need(projectId);
      if (endedTurns(session) === 0) {
        throw new SwitchyardError(
          "NOT_SUPPORTED",
          "No turn of the session has ended, so there is nothing to write.",
        );
      }
      const usual = project.beadTrace === "off" ? (trace?.form ?? "comment") : project.beadTrace;
      const refused = await lines.enter(projectId, () =>
        attempt({ session, beadId }, project, asked ?? usual),
      );
      if (refused !== null) throw refused.error;
    },
    async close() {
      isClosed = true;
      for (const projectId of failures.keys()) forget(projectId);
      await lines.settled();
      if (gone.size > 0) logger.warn({ sessions: [...gone.keys()] }, "deleted sessions left no trace");
    },
  };
}

const ENDING: Refusal = { error: new SwitchyardError("BD_FAILED", "Switchyard ends."), passes: true };

function longer(failures: number): number {
  return Math.min(10_000 * 2 ** (failures - 1), 300_000);
}
