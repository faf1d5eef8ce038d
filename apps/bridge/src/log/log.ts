import type { AgentChunk, SessionId } from "@switchyard/core/protocol";
import type { Logger } from "pino";
import type { SessionRecord } from "../session/record.ts";
import { makeAppender } from "./append.ts";
import { type Blobs, makeBlobs } from "./blobs.ts";
import type { NewChunk } from "./bounded.ts";
import { makeCheckpoints } from "./checkpoint.ts";
import { makeChunkTable } from "./chunk-table.ts";
import { makeListeners } from "./listeners.ts";
import { makeHistory, type OpenTurn, type Page, type PageQuery } from "./history.ts";
import { openDatabase } from "./open.ts";
import { makeProcessTable, type ProcessTable } from "./processes.ts";
import { makeProgramTable, type ProgramTable } from "./programs.ts";
import { makeQueue, type Queue } from "./queue.ts";
import type { ReadLimits, SerialisedChunk } from "./ring.ts";
import { makeRuleTable, type RuleTable } from "./rules.ts";
import { makeSessionTable } from "./sessions.ts";
import { makeTakeMessageId, type TakeMessageId } from "./taken-messages.ts";
import { makeTrustedFolders, type TrustedFolders } from "./trust.ts";
import { makeWriter, type StorageState } from "./writer.ts";

export type { NewChunk } from "./bounded.ts";
export type { SerialisedChunk } from "./ring.ts";

/**
 * All that the bridge stores: append-only logs of sessions, and what goes with them. Writes are seen by
 * this object at once and stored on the next tick; those of one step of the program together.
 */
export interface Log {
  /** Must come before the session's first chunk. */
  saveSession(record: SessionRecord): void;
  session(sessionId: SessionId): SessionRecord | undefined;
  /** Drops the session with all that is stored of it; the rows go little by little, beside this thread. */
  deleteSession(sessionId: SessionId): void;
  /** In the order in which they were made. */
  sessions(): SessionRecord[];

  /**
   * Gives each body its place (`seq` without gaps) and cuts what is too long for a chunk.
   * @throws {Error} for a session that was never saved
   */
  append(sessionId: SessionId, bodies: readonly NewChunk[], turn: number): AgentChunk[];
  /** Called once everything that was written before is stored. */
  afterCommit(done: () => void): void;
  /** Of what was appended; 0: nothing. */
  lastSeq(sessionId: SessionId): number;
  /** Of what is stored: up to here it may be shown. */
  committedSeq(sessionId: SessionId): number;
  /** Of what is appended and not stored yet, in bytes of JSON. */
  pendingBytes(sessionId: SessionId): number;
  /** After each commit, with the sessions that have new chunks; returns what ends it. */
  onCommitted(listener: (sessionIds: SessionId[]) => void): () => void;

  /** The stored chunks behind `afterSeq`, as they go over the wire. */
  read(sessionId: SessionId, afterSeq: number, limits: ReadLimits): SerialisedChunk[];
  /** @throws {Error} for a session that was never saved */
  page(sessionId: SessionId, query?: PageQuery): Page;
  /** All stored chunks. */
  all(sessionId: SessionId): Iterable<AgentChunk>;
  /** The turns that a killed bridge left open. */
  openTurns(): OpenTurn[];

  readonly queue: Queue;
  readonly takeMessageId: TakeMessageId;
  readonly blobs: Blobs;
  readonly trust: TrustedFolders;
  readonly rules: RuleTable;
  readonly processes: ProcessTable;
  readonly programs: ProgramTable;

  /** "degraded": what is appended waits, since the disk takes nothing. */
  storage(): StorageState;
  onStorage(listener: (state: StorageState) => void): () => void;
  /** Stores what waits; false: some of it could not be. */
  flush(): boolean;
  /** Flushes; the log is not to be used any more. */
  close(): void;
}

export interface LogOptions {
  file: string;
  /** Unix ms. */
  now: () => number;
  logger: Logger;
}

/** @throws {Error} where the file is of a newer version, is no log, or cannot be made */
export function openLog({ file, now, logger }: LogOptions): Log {
  const db = openDatabase(file);
  const writer = makeWriter(db, logger);
  const sessions = makeSessionTable(db, writer, logger);
  const table = makeChunkTable(db);
  const blobs = makeBlobs(db, writer);
  const numberOf = (sessionId: SessionId): number | undefined => sessions.numberOf(sessionId);
  const appender = makeAppender({ table, writer, blobs, now, numberOf });
  const committedSeq = (sessionId: SessionId): number => appender.committedSeq(sessionId);
  const history = makeHistory({ table, numberOf, committedSeq, logId });
  const committed = makeListeners<SessionId[]>(logger);

  const checkpoints = makeCheckpoints({ file, logger });
  writer.onCommit(() => {
    checkpoints.due();
    const sessionIds = appender.takeCommitted();
    if (sessionIds.length > 0) committed.tell(sessionIds);
  });

  function logId(sessionId: SessionId): SessionRecord["logId"] {
    const record = sessions.get(sessionId);
    if (record === undefined) throw new Error(`The log has no session ${sessionId}.`);
    return record.logId;
  }

  return {
    saveSession: (record) => sessions.save(record),
    deleteSession: (sessionId) => sessions.remove(sessionId),
    session: (sessionId) => sessions.get(sessionId),
    sessions: () => sessions.list(),

    append: (sessionId, bodies, turn) => appender.append(sessionId, bodies, turn),
    afterCommit: (done) => writer.afterCommit(done),
    lastSeq: (sessionId) => appender.lastSeq(sessionId),
    committedSeq: (sessionId) => appender.committedSeq(sessionId),
    pendingBytes: (sessionId) => appender.pendingBytes(sessionId),
    onCommitted: (listener) => committed.add(listener),

    read: (sessionId, afterSeq, limits) => appender.read(sessionId, afterSeq, limits),
    page: (sessionId, query) => history.page(sessionId, query),
    all: (sessionId) => history.all(sessionId),
    openTurns: () => sessions.list().flatMap(({ sessionId }) => history.openTurn(sessionId) ?? []),

    queue: makeQueue(db, writer),
    takeMessageId: makeTakeMessageId(db, writer),
    blobs,
    trust: makeTrustedFolders(db, writer),
    rules: makeRuleTable(db, writer),
    processes: makeProcessTable(db, writer),
    programs: makeProgramTable(db, writer),

    storage: () => writer.storage(),
    onStorage: (listener) => writer.onStorage(listener),
    flush: () => writer.flush(),
    close() {
      if (!writer.flush()) logger.error("the log is closed with writes that found no room");
      writer.close();
      checkpoints.close();
      db.close();
    },
  };
}
