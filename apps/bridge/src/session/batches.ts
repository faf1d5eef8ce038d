import { type ErrorCode, type SessionId, type SessionInfo, SwitchyardError } from "@switchyard/core/protocol";
import type { Session } from "./session-face.ts";

/** What of a session a batch has to do with. */
export type Member = Pick<Session, "record" | "isRunning" | "goOn" | "hold" | "setBatch">;

/**
 * Sessions that were started together: so many of a batch have an open turn at once, the others wait in its line, in
 * their order, with their first message in their queue.
 */
export interface Batches {
  /** Takes in a session of a batch; those that wait go on by themselves only where it `begins` now. */
  adopt(session: Member, how: { begins: boolean }): void;
  /** The session is gone. */
  forget(session: Member): void;
  /** What clients are shown of a session's batch. */
  view(session: Member): SessionInfo["batch"];
  /** Something of the session has changed. */
  changed(session: Member): void;
  /** A turn of the session has ended by a fault. */
  failed(session: Member, code: string): void;
  /** The session goes on after a usage limit, as the user said: those that it held up go on too. */
  limitOver(session: Member): void;
  /** @throws {SwitchyardError} SESSION_NOT_FOUND */
  update(batchId: string, patch: { limit?: number | undefined; isHeld?: boolean | undefined }): void;
  /** Whether new turns may begin has changed. */
  look(): void;
  /** From now on nothing begins. */
  close(): void;
}

export interface BatchesOptions {
  /** How many messages wait in the session's queue. */
  queued(sessionId: SessionId): number;
  /** What clients see of the session's batch has changed. */
  touch(sessionId: SessionId): void;
  /** Whether new turns may begin. */
  mayBegin(): boolean;
}

interface Batch {
  limit: number;
  isHeld: boolean;
  /** It is held because one of its sessions met a usage limit. */
  isLimited: boolean;
  /** In their order. */
  members: Member[];
  /** Those of them that have not begun. */
  line: Member[];
  /** What clients know of each. */
  readonly told: Map<SessionId, string>;
  isLookDue: boolean;
}

export function makeBatches(options: BatchesOptions): Batches {
  const batches = new Map<string, Batch>();
  let isClosed = false;

  const batchOf = ({ record }: Member): Batch | undefined =>
    record.batch === null ? undefined : batches.get(record.batch.batchId);

  /** Who says that something has changed may be in the middle of it. */
  function lookSoon(batch: Batch): void {
    if (batch.isLookDue || isClosed) return;
    batch.isLookDue = true;
    queueMicrotask(() => {
      batch.isLookDue = false;
      if (isClosed) return;
      beginNext(batch);
      tell(batch);
    });
  }

  function beginNext(batch: Batch): void {
    leaveLine(batch);
    if (batch.isHeld || !options.mayBegin()) return;
    let free = batch.limit - batch.members.filter((each) => each.isRunning()).length;
    for (const session of batch.line) {
      if (free <= 0) break;
      // It keeps its place, and those behind it go ahead.
      if (session.hold() !== null) continue;
      session.goOn();
      free -= 1;
    }
    leaveLine(batch);
  }

  /** Those that had a turn, were stopped, or have nothing to say any more. */
  function leaveLine(batch: Batch): void {
    const left = batch.line.filter((session) => !waits(session));
    if (left.length === 0) return;
    batch.line = batch.line.filter(waits);
    for (const session of left) {
      const { batch: own } = session.record;
      if (own !== null && !own.hasBegun) session.setBatch({ ...own, hasBegun: true });
    }
  }

  function waits({ record }: Member): boolean {
    if (record.batch === null || record.batch.hasBegun || record.stopped || record.turn > 0) return false;
    return options.queued(record.sessionId) > 0;
  }

  function tell(batch: Batch): void {
    for (const session of batch.members) {
      const { sessionId } = session.record;
      const view = JSON.stringify(viewOf(batch, session));
      if (batch.told.get(sessionId) === view) continue;
      batch.told.set(sessionId, view);
      options.touch(sessionId);
    }
  }

  function viewOf({ limit, isHeld, line }: Batch, session: Member): SessionInfo["batch"] {
    if (session.record.batch === null) return null;
    const { batchId, order } = session.record.batch;
    const at = line.indexOf(session);
    return {
      batchId,
      limit,
      order: order + 1,
      place: at === -1 ? null : at + 1,
      isHeld: isHeld && line.length > 0,
    };
  }

  return {
    adopt(session, { begins }) {
      const own = session.record.batch;
      if (own === null) return;
      const { batchId, limit } = own;
      const held = { isHeld: !begins, isLimited: false };
      const fresh = { limit, ...held, members: [], line: [], told: new Map(), isLookDue: false };
      const batch = batches.get(batchId) ?? fresh;
      batches.set(batchId, batch);
      batch.members = [...batch.members, session].toSorted(byOrder);
      batch.line = batch.members.filter(waits);
      lookSoon(batch);
    },
    forget(session) {
      const batch = batchOf(session);
      if (batch === undefined) return;
      batch.members = batch.members.filter((each) => each !== session);
      batch.line = batch.line.filter((each) => each !== session);
      batch.told.delete(session.record.sessionId);
      if (batch.members.length === 0) batches.delete(session.record.batch?.batchId ?? "");
      else lookSoon(batch);
    },
    view(session) {
      const batch = batchOf(session);
      return batch === undefined ? null : viewOf(batch, session);
    },
    changed(session) {
      const batch = batchOf(session);
      if (batch !== undefined && batch.line.length > 0) lookSoon(batch);
    },
    failed(session, code) {
      const batch = batchOf(session);
      if (batch === undefined || !FOR_ALL.has(code)) return;
      if (!batch.isHeld) batch.isLimited = code === "RATE_LIMITED";
      batch.isHeld = true;
    },
    limitOver(session) {
      const batch = batchOf(session);
      if (batch === undefined || !batch.isLimited) return;
      batch.isHeld = false;
      batch.isLimited = false;
      lookSoon(batch);
    },
    update(batchId, { limit, isHeld }) {
      const batch = batches.get(batchId);
      if (batch === undefined) {
        throw new SwitchyardError("SESSION_NOT_FOUND", "There is no such batch any more.", { batchId });
      }
      batch.isHeld = isHeld ?? batch.isHeld;
      if (isHeld !== undefined) batch.isLimited = false;
      batch.limit = limit ?? batch.limit;
      for (const { record, setBatch } of batch.members) {
        if (record.batch !== null && record.batch.limit !== batch.limit) {
          setBatch({ ...record.batch, limit: batch.limit });
        }
      }
      lookSoon(batch);
    },
    look() {
      for (const batch of batches.values()) if (batch.line.length > 0) lookSoon(batch);
    },
    close() {
      isClosed = true;
    },
  };
}

/** Faults that the next of the line would meet too: it waits for the user instead. */
const FOR_ALL: ReadonlySet<string> = new Set<ErrorCode>([
  "BACKEND_UNAVAILABLE",
  "CLI_NOT_FOUND",
  "CLI_NOT_LOGGED_IN",
  "FOLDER_NOT_FOUND",
  "FOLDER_NOT_TRUSTED",
  "RATE_LIMITED",
  "STORAGE_FAILED",
]);

function byOrder(a: Member, b: Member): number {
  return (a.record.batch?.order ?? 0) - (b.record.batch?.order ?? 0);
}
