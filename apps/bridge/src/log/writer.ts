import type { DatabaseSync } from "node:sqlite";
import type { Logger } from "pino";
import { guarded, makeListeners } from "./listeners.ts";
import { sqliteCode, sqliteFault } from "./sqlite-fault.ts";

export type StorageState = "ok" | "degraded";

/**
 * Gathers writes and stores them in their order, a transaction a tick. What one step of the program
 * writes (up to the end of its microtasks, up to 512 rows) is stored together or not at all. While the
 * disk takes nothing, writes are held in memory and count as shown; they are stored when it takes them.
 */
export interface Writer {
  /** `run` does nothing but execute statements: it is run again when its transaction failed. */
  write(run: () => void, told?: Told): void;
  /** Called once everything that was written before is stored, or held. */
  afterCommit(done: () => void): void;
  /** After every commit and every holding, behind what `write` and `afterCommit` were given. */
  onCommit(listener: () => void): () => void;
  /** Stores what waits; false: some of it could not be. */
  flush(): boolean;
  storage(): StorageState;
  /** "ok" comes when nothing is held any more. */
  onStorage(listener: (state: StorageState) => void): () => void;
  /** False: what is held is as much as may be (64 MiB), so nothing more should come. */
  hasRoom(): boolean;
  /** The file was found damaged, or lacks a write that it does not take. */
  onFault(listener: (fault: "damage" | "bug") => void): () => void;
  /** Stores no more. */
  close(): void;
}

export interface Told {
  /** It is stored, or held: others may hear of it. */
  readonly shown?: () => void;
  /** It is on the disk. */
  readonly stored?: () => void;
  /** Of memory, while it waits. @default 256 */
  readonly bytes?: number;
}

interface Unit {
  readonly writes: (() => void)[];
  readonly shown: (() => void)[];
  readonly stored: (() => void)[];
  bytes: number;
}

export function makeWriter(db: DatabaseSync, logger: Logger): Writer {
  const begin = db.prepare("BEGIN IMMEDIATE");
  const end = db.prepare("COMMIT");
  const committed = makeListeners<void>(logger);
  const storageChanged = makeListeners<StorageState>(logger);
  const faulty = makeListeners<"damage" | "bug">(logger);
  let pending: Unit[] = [];
  /** So many of the first ones are held, and were told of. */
  let held = 0;
  let pendingBytes = 0;
  let step: Unit | null = null;
  let cancelNext: (() => void) | null = null;
  let holding = false;
  let due: (() => void)[] = [];
  let telling = false;
  let closed = false;
  let state: StorageState = "ok";
  /** Commits in a row that found the file locked, or failed. */
  let busy = 0;
  let failed = 0;

  function unit(): Unit {
    if (step !== null && step.writes.length < MAX_ROWS) return step;
    if (step === null) queueMicrotask(() => (step = null));
    step = { writes: [], shown: [], stored: [], bytes: 0 };
    pending.push(step);
    if (state === "degraded") holdSoon();
    schedule();
    return step;
  }

  function schedule(): void {
    if (cancelNext !== null || closed || pending.length === 0) return;
    const next = (): void => {
      cancelNext = null;
      commit();
      schedule();
    };
    const pauseMs = failed > 0 ? failurePause(failed) : busyPause(busy);
    if (pauseMs > 0) {
      const timer = setTimeout(next, pauseMs);
      cancelNext = () => clearTimeout(timer);
    } else {
      const immediate = setImmediate(next);
      cancelNext = () => clearImmediate(immediate);
    }
  }

  function commit(): boolean {
    step = null;
    let taken: number;
    try {
      taken = storeOrLeaveOut();
    } catch (error) {
      rollBack();
      fail(error);
      return false;
    }
    const stored = pending.slice(0, taken);
    pending = pending.slice(taken);
    for (const [at, each] of stored.entries()) {
      pendingBytes -= each.bytes;
      if (at >= held) due.push(...each.shown);
      due.push(...each.stored);
    }
    held = Math.max(0, held - taken);
    busy = 0;
    failed = 0;
    if (held === 0) setState("ok");
    tell();
    return true;
  }

  /** A write that no trying again helps keeps nothing else from being stored. */
  function storeOrLeaveOut(): number {
    try {
      return store((write) => write());
    } catch (error) {
      if (sqliteFault(error) !== "bug") throw error;
      rollBack();
      return store(storeAlone);
    }
  }

  /** Tells how many units were stored. */
  function store(run: (write: () => void) => void): number {
    const started = performance.now();
    let rows = 0;
    let taken = 0;
    for (const { writes } of pending) {
      if (taken > 0 && (rows + writes.length > MAX_ROWS || performance.now() - started > MAX_MS)) break;
      if (!db.isTransaction && writes.length > 0) begin.run();
      for (const write of writes) run(write);
      rows += Math.max(1, writes.length);
      taken += 1;
    }
    if (db.isTransaction) end.run();
    return taken;
  }

  function storeAlone(write: () => void): void {
    db.exec("SAVEPOINT one");
    try {
      write();
    } catch (error) {
      if (sqliteFault(error) !== "bug") throw error;
      db.exec("ROLLBACK TO one");
      logger.error({ err: error, code: sqliteCode(error) }, "a write that the log cannot take was left out");
      faulty.tell("bug");
    }
    db.exec("RELEASE one");
  }

  function rollBack(): void {
    if (db.isTransaction) db.exec("ROLLBACK");
  }

  /** In order, also where a listener stores something itself. */
  function tell(): void {
    if (telling) return;
    telling = true;
    for (let at = 0; at < due.length; at += 1) {
      const done = due[at];
      if (done !== undefined) guarded(logger, done);
    }
    due = [];
    telling = false;
    committed.tell();
  }

  function fail(error: unknown): void {
    const fault = sqliteFault(error);
    if (fault === "busy" && busy < MAX_BUSY) {
      busy += 1;
      return;
    }
    const code = sqliteCode(error);
    if (failed === 0) logger.error({ err: error, code }, FAILED[fault]);
    failed += 1;
    if (fault === "damage") faulty.tell("damage");
    setState("degraded");
    hold();
  }

  function holdSoon(): void {
    if (holding || closed) return;
    holding = true;
    setImmediate(() => {
      holding = false;
      if (!closed && state === "degraded") hold();
    });
  }

  /** What waits counts as shown from now on. */
  function hold(): void {
    step = null;
    for (const each of pending.slice(held)) due.push(...each.shown);
    held = pending.length;
    tell();
  }

  function setState(next: StorageState): void {
    if (state === next) return;
    state = next;
    if (next === "ok") logger.info("the log is written again");
    storageChanged.tell(next);
  }

  return {
    write(run, { shown, stored, bytes = SMALL_WRITE } = {}) {
      const into = unit();
      into.writes.push(run);
      into.bytes += bytes;
      pendingBytes += bytes;
      if (shown !== undefined) into.shown.push(shown);
      if (stored !== undefined) into.stored.push(stored);
    },
    afterCommit(done) {
      unit().shown.push(done);
    },
    onCommit: (listener) => committed.add(listener),
    flush() {
      db.exec(`PRAGMA busy_timeout = ${FLUSH_WAIT_MS}`);
      while (pending.length > 0 && commit());
      db.exec("PRAGMA busy_timeout = 0");
      return pending.length === 0;
    },
    storage: () => state,
    onStorage: (listener) => storageChanged.add(listener),
    hasRoom: () => state === "ok" || pendingBytes < MAX_HELD_BYTES,
    onFault: (listener) => faulty.add(listener),
    close() {
      closed = true;
      cancelNext?.();
    },
  };
}

/** Of one transaction, so that the loop never waits. */
const MAX_ROWS = 512;
const MAX_MS = 4;

/** Of all sessions together. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;
const SMALL_WRITE = 256;

/** A flush is for the end of the program: then it may wait for another connection. */
const FLUSH_WAIT_MS = 2_000;

/** After some ten seconds a locked file is one that takes nothing. */
const MAX_BUSY = 250;

const FAILED = {
  busy: "the log has been locked by another program for long; what comes is held in memory",
  disk: "the log cannot be written; what comes is held in memory, and storing it is tried again",
  damage: "the log's file is damaged; what comes is held in memory. Start Switchyard anew to repair it",
  bug: "the log cannot be written, for a fault of Switchyard; what comes is held in memory",
} as const;

/** At first on the next tick; a file that stays locked is not asked without a break. */
function busyPause(times: number): number {
  return times < 10 ? 0 : Math.min(times - 9, 50);
}

function failurePause(times: number): number {
  return Math.min(100 * 2 ** (times - 1), 5_000);
}
