import type { AgentChunk, PermissionResolver, RequestId, SessionId } from "@switchyard/core/protocol";
import type { Logger } from "pino";
import type { SessionRecord } from "../session/record.ts";
import { makeAnsweredBy } from "./answers.ts";
import { makeAppender, type Where } from "./append.ts";
import { type Attachments, makeAttachments } from "./attachments.ts";
import { type Blobs, makeBlobs } from "./blobs.ts";
import type { NewChunk } from "./bounded.ts";
import { type BeadLines, makeBeadLines } from "./bead-lines.ts";
import { type BeadBudgets, makeBeadBudgets } from "./budgets.ts";
import { makeChunkTable } from "./chunk-table.ts";
import type { ExportFile, ExportFormat } from "./exports.ts";
import { type Found, makeKeeping } from "./keeping.ts";
import { makeListeners } from "./listeners.ts";
import { makeHistory, type OpenTurn, type Page, type PageQuery } from "./history.ts";
import { openStore, type Store } from "./open-store.ts";
import type { Outcome, OutcomeQuery } from "./outcomes.ts";
import { makeProcessTable, type ProcessTable } from "./processes.ts";
import { makeProgramTable, type ProgramTable } from "./programs.ts";
import { makeQueue, type Queue } from "./queue.ts";
import { renewLogs, tellRepair } from "./renew.ts";
import type { ReadLimits, SerialisedChunk } from "./ring.ts";
import { makeRuleTable, type RuleTable } from "./rules.ts";
import { makeSessionTable } from "./sessions.ts";
import { logSize, type LogSize } from "./size.ts";
import { sturdy } from "./sturdy.ts";
import { makeTakeMessageId, type TakeMessageId } from "./taken-messages.ts";
import { makeTrustedFolders, type TrustedFolders } from "./trust.ts";
import { makeSpentWithin } from "./spent-within.ts";
import { type BeadOfProject, makeUsageTable, type Spent, type UsageTable } from "./usage.ts";
import type { UsageQuery, UsageSums } from "./usage-sums.ts";
import { makeWaitingRows, withWaiting } from "./waiting-rows.ts";
import { makeWorktreeTable, type WorktreeTable } from "./worktrees.ts";
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
  append(sessionId: SessionId, bodies: readonly NewChunk[], where: Where): AgentChunk[];
  /** Called once everything that was written before is stored, or held while the disk takes nothing. */
  afterCommit(done: () => void): void;
  /** Of what was appended; 0: nothing. */
  lastSeq(sessionId: SessionId): number;
  /** Up to here it may be shown: of what is stored, or held while the disk takes nothing. */
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
  /** Who resolved a request, as far as it is stored. */
  answeredBy(sessionId: SessionId, requestId: RequestId): PermissionResolver | undefined;
  /** The turns that a killed bridge left open. */
  openTurns(): OpenTurn[];

  /** Finds what holds all the words, in one session or in all. */
  search(words: SearchWords): Promise<Found>;
  /**
   * Writes all that is stored of a session into one text, to be read as a blob.
   * @throws {Error} for a session that was never saved, or where there is no room
   */
  exportSession(sessionId: SessionId, format: ExportFormat): Promise<ExportFile>;
  /**
   * How the sessions of each persona on each backend went, as far as it is stored; see `sumOutcomes`.
   * @throws {Error} where it cannot be read
   */
  outcomes(query: OutcomeQuery): Promise<Outcome[]>;
  /**
   * What turns took, as far as it is stored; see `sumUsage`.
   * @throws {Error} where it cannot be read
   */
  usageSums(query: UsageQuery): Promise<UsageSums>;
  size(): Promise<LogSize>;

  readonly queue: Queue;
  readonly takeMessageId: TakeMessageId;
  readonly blobs: Blobs;
  readonly attachments: Attachments;
  readonly trust: TrustedFolders;
  readonly rules: RuleTable;
  readonly usage: UsageTable;
  readonly budgets: BeadBudgets;
  readonly lines: BeadLines;
  /** On a bead and all below it, of which a line is kept. */
  readonly spentWithin: (bead: BeadOfProject) => Spent;
  readonly processes: ProcessTable;
  readonly programs: ProgramTable;
  readonly worktrees: WorktreeTable;

  /** "degraded": what is appended is held in memory, since the disk takes nothing. */
  storage(): StorageState;
  /** False: as much is held as may be; nothing new should be begun. */
  hasRoom(): boolean;
  /** Whether what feeds this session has to wait until more of it is stored. */
  mustWait(sessionId: SessionId): boolean;
  onStorage(listener: (state: StorageState) => void): () => void;
  /** Stores what waits; false: some of it could not be. */
  flush(): boolean;
  /** Flushes; the log is not to be used any more. Resolves when nothing of it runs any more. */
  close(): Promise<void>;
}

export interface SearchWords {
  readonly query: string;
  readonly sessionId?: SessionId;
  readonly limit: number;
}

export interface LogOptions {
  file: string;
  /** Unix ms. */
  now: () => number;
  logger: Logger;
  /** Tells the user what was found damaged, in a line. @default nobody is told */
  say?: (line: string) => void;
}

/** @throws {StartError} where the file is of a newer version, is none of ours, or is damaged beyond repair */
export function openLog({ say = () => undefined, ...options }: LogOptions): Log {
  return makeLog(openStore({ ...options, say }), { ...options, say });
}

/** The log on a store that is open. */
export function makeLog(store: Store, options: Required<LogOptions>): Log {
  const { db, life } = store;
  const { file, now, logger } = options;
  const writer = makeWriter(db, logger);
  const sessions = makeSessionTable(db, writer, options);
  const waiting = makeWaitingRows();
  const placeOf = (number: number) => sessions.placeOf(number);
  const table = withWaiting(sturdy(makeChunkTable(db), { placeOf, onDamage: foundDamage }), waiting);
  const blobs = makeBlobs(db, writer);
  const attachments = makeAttachments(db, writer, { blobs, now });
  const numberOf = (sessionId: SessionId): number | undefined => sessions.numberOf(sessionId);
  const usage = makeUsageTable(db, writer);
  const lines = makeBeadLines(db, writer);
  const alongWith = (chunk: AgentChunk): (() => void) | undefined => {
    const record = sessions.get(chunk.sessionId);
    return record && usage.take(record, chunk);
  };
  const appender = makeAppender({ table, waiting, writer, blobs, now, numberOf, alongWith });
  const committedSeq = (sessionId: SessionId): number => appender.committedSeq(sessionId);
  const history = makeHistory({ table, numberOf, committedSeq, logId });
  const answeredBy = makeAnsweredBy(db);
  const committed = makeListeners<SessionId[]>(logger);

  const keeping = makeKeeping({ file, now, logger });
  /** As last saved: records are changed in place. */
  const titles = new Map<SessionId, string>();
  const touch = (sessionIds: readonly SessionId[]): void =>
    keeping.touched(sessionIds.flatMap((sessionId) => numberOf(sessionId) ?? []));
  writer.onCommit(() => {
    keeping.committed();
    const sessionIds = appender.takeCommitted();
    if (sessionIds.length === 0) return;
    committed.tell(sessionIds);
    touch(sessionIds);
  });
  writer.onStorage((state) => (state === "ok" ? life.resume() : life.suspend()));
  writer.onFault(() => life.condemn());
  let isDamaged = false;
  function foundDamage(): void {
    if (!isDamaged) logger.error("a part of the log cannot be read; it is repaired at the next start");
    isDamaged = true;
    life.condemn();
  }
  if (!life.isContinued) renewLogs({ sessions, appender, logger });
  if (store.repair !== null) tellRepair(store.repair, appender);
  writer.onStorage((state) => {
    if (state === "ok") keeping.lookAgain();
  });

  function logId(sessionId: SessionId): SessionRecord["logId"] {
    const record = sessions.get(sessionId);
    if (record === undefined) throw noSession(sessionId);
    return record.logId;
  }

  return {
    saveSession(record) {
      const { sessionId, title } = record;
      sessions.save(record);
      if (titles.get(sessionId) === title) return;
      titles.set(sessionId, title);
      writer.afterCommit(() => touch([sessionId]));
    },
    deleteSession(sessionId) {
      sessions.remove(sessionId);
      titles.delete(sessionId);
      keeping.exports.drop(sessionId);
      writer.afterCommit(() => keeping.lookAgain());
    },
    session: (sessionId) => sessions.get(sessionId),
    sessions: () => sessions.list(),

    append: (sessionId, bodies, where) =>
      sessions.isRemoved(sessionId) ? [] : appender.append(sessionId, bodies, where),
    afterCommit: (done) => writer.afterCommit(done),
    lastSeq: (sessionId) => appender.lastSeq(sessionId),
    committedSeq: (sessionId) => appender.committedSeq(sessionId),
    pendingBytes: (sessionId) => appender.pendingBytes(sessionId),
    onCommitted: (listener) => committed.add(listener),

    read: (sessionId, afterSeq, limits) => appender.read(sessionId, afterSeq, limits),
    page: (sessionId, query) => history.page(sessionId, query),
    all: (sessionId) => history.all(sessionId),
    answeredBy(sessionId, requestId) {
      const number = numberOf(sessionId);
      return number === undefined ? undefined : answeredBy(number, requestId);
    },
    openTurns: () => sessions.list().flatMap(({ sessionId }) => history.openTurn(sessionId) ?? []),

    async search({ query, sessionId, limit }) {
      const number = sessionId === undefined ? undefined : numberOf(sessionId);
      const { hits, isComplete } = await keeping.search({ query, number, limit });
      return { hits: hits.filter((hit) => sessions.get(hit.sessionId) !== undefined), isComplete };
    },
    exportSession(sessionId, format) {
      const [number, record] = [numberOf(sessionId), sessions.get(sessionId)];
      if (number === undefined || record === undefined) throw noSession(sessionId);
      return keeping.exports.write({ number, record }, format);
    },
    outcomes: (query) => keeping.outcomes(query),
    usageSums: (query) => keeping.usageSums(query),
    size: () => logSize(file),

    queue: makeQueue(db, writer),
    takeMessageId: makeTakeMessageId(db, writer),
    blobs: {
      ...blobs,
      read: (blobId, offset, maxBytes) =>
        blobs.read(blobId, offset, maxBytes) ?? keeping.exports.read(blobId, offset, maxBytes),
    },
    attachments: {
      ...attachments,
      dropUnclaimed(before) {
        const dropped = attachments.dropUnclaimed(before);
        if (dropped > 0) writer.afterCommit(() => keeping.lookAgain());
        return dropped;
      },
    },
    trust: makeTrustedFolders(db, writer),
    rules: makeRuleTable(db, writer),
    usage,
    budgets: makeBeadBudgets(db, writer),
    lines,
    spentWithin: makeSpentWithin(usage, lines),
    processes: makeProcessTable(db, writer),
    programs: makeProgramTable(db, writer),
    worktrees: makeWorktreeTable(db, writer),

    storage: () => writer.storage(),
    hasRoom: () => writer.hasRoom(),
    mustWait: (sessionId) =>
      writer.storage() === "ok" ? appender.pendingBytes(sessionId) > MAX_UNCOMMITTED : !writer.hasRoom(),
    onStorage: (listener) => writer.onStorage(listener),
    flush: () => writer.flush(),
    async close() {
      const isStored = writer.flush();
      if (!isStored) logger.error("the log is closed with writes that found no room");
      writer.close();
      db.close();
      keeping.exports.close();
      await keeping.close();
      if (isStored) life.end();
    },
  };
}

/** Bytes of one session that may wait for the store before what feeds it has to. */
const MAX_UNCOMMITTED = 4 * 1024 * 1024;

function noSession(sessionId: SessionId): Error {
  return new Error(`The log has no session ${sessionId}.`);
}
