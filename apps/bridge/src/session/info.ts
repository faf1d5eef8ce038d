import type { SessionId, SessionInfo, SessionStatus } from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import { budgetsOf } from "../usage/budgets.ts";
import type { SessionRecord } from "./record.ts";
import type { Session } from "./session-face.ts";

/** A session as clients see it. */
export function sessionInfo(
  { log, batch }: { log: Log; batch: SessionInfo["batch"] },
  session: Session,
  neighbours: Iterable<Session>,
): SessionInfo {
  const { record } = session;
  return {
    sessionId: record.sessionId,
    beadId: record.beadId,
    persona: record.persona,
    backendId: record.backendId,
    ...listedInfo(session, batch),
    process: session.processState(),
    createdAt: record.createdAt,
    projectId: record.projectId,
    cwd: record.cwd,
    model: record.model ?? record.modelInUse,
    permissionMode: record.permissionMode,
    cliSessionId: record.cliSessionId,
    logId: record.logId,
    lastSeq: log.committedSeq(record.sessionId),
    lastActivity: record.lastActivity,
    unread: record.unread,
    queued: log.queue.list(record.sessionId).length,
    storage: log.storage(),
    sharesCwdWith: sharing(record, neighbours),
    pendingQuestions: session.pendingQuestions(),
    usage: record.usage,
    context: record.context,
    ...budgetsOf(log, record),
    hold: session.hold(),
    lastTurn: record.lastTurn,
    rules: log.rules.count(record.sessionId),
    startPlace: session.startPlace(),
    resumeCommand: session.resumeCommand(),
    provenance: record.provenance,
    worktree: record.worktree,
    trace: record.trace,
    verifiedTurn: record.verifiedTurn ?? record.turn,
    activity: record.activity,
  };
}

/** What lists show; unlike the rest it costs little, and is looked at after each commit. */
export type ListedInfo = Pick<SessionInfo, "status" | "title" | "pendingApprovals" | "isArchived" | "batch">;

export function listedInfo(session: Session, batch: SessionInfo["batch"]): ListedInfo {
  const { title, isArchived } = session.record;
  return {
    status: statusOf(session),
    title,
    pendingApprovals: session.pendingApprovals(),
    isArchived,
    batch,
  };
}

function statusOf({ record, isRunning }: Session): SessionStatus {
  if (record.stopped) return "stopped";
  if (isRunning()) return "running";
  return record.failed ? "failed" : "paused";
}

/** Hundreds may be in one folder, and each names some of its neighbours: those that could write there now come first. */
function sharing(record: SessionRecord, neighbours: Iterable<Session>): SessionId[] {
  if (record.stopped) return [];
  const others = [...neighbours].filter(
    (other) => other.record.cwd === record.cwd && other.record !== record && !other.record.stopped,
  );
  const most = Math.min(MOST_NEIGHBOURS, Math.floor(MOST_OF_ALL / others.length));
  return [...others.filter(hasProcess), ...others.filter((other) => !hasProcess(other))]
    .slice(0, most)
    .map((other) => other.record.sessionId);
}

function hasProcess(session: Session): boolean {
  const state = session.processState();
  return state === "live" || state === "starting";
}

const MOST_NEIGHBOURS = 20;
/** In a list of all that are in one folder: the list is one frame. */
const MOST_OF_ALL = 6000;
