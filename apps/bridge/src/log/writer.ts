import type { DatabaseSync } from "node:sqlite";
import type { Logger } from "pino";
import { guarded, makeListeners } from "./listeners.ts";

export type StorageState = "ok" | "degraded";

/**
 * Gathers writes and stores them in their order, a transaction a tick. What one step of the program
 * writes (up to the end of its microtasks, up to 512 rows) is stored together or not at all.
 */
export interface Writer {
  /** `run` does nothing but execute statements: it is run again when its transaction failed. */
  write(run: () => void, done?: () => void): void;
  /** Called once everything that was written before is stored. */
  afterCommit(done: () => void): void;
  /** After every commit, behind what `write` and `afterCommit` were given. */
  onCommit(listener: () => void): () => void;
  /** Stores what waits; false: some of it could not be. */
  flush(): boolean;
  storage(): StorageState;
  onStorage(listener: (state: StorageState) => void): () => void;
  /** Stores no more. */
  close(): void;
}

interface Unit {
  readonly writes: (() => void)[];
  readonly done: (() => void)[];
}

export function makeWriter(db: DatabaseSync, logger: Logger): Writer {
  const begin = db.prepare("BEGIN IMMEDIATE");
  const end = db.prepare("COMMIT");
  const committed = makeListeners<void>(logger);
  const storageChanged = makeListeners<StorageState>(logger);
  const stored: Unit[] = [];
  let pending: Unit[] = [];
  let step: Unit | null = null;
  let cancelNext: (() => void) | null = null;
  let telling = false;
  let closed = false;
  let state: StorageState = "ok";
  /** Commits in a row that found the file locked, or failed. */
  let busy = 0;
  let failed = 0;

  function unit(): Unit {
    if (step !== null && step.writes.length < MAX_ROWS) return step;
    if (step === null) queueMicrotask(() => (step = null));
    step = { writes: [], done: [] };
    pending.push(step);
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
      taken = store();
    } catch (error) {
      if (db.isTransaction) db.exec("ROLLBACK");
      fail(error);
      return false;
    }
    stored.push(...pending.slice(0, taken));
    pending = pending.slice(taken);
    busy = 0;
    failed = 0;
    setState("ok");
    tell();
    return true;
  }

  /** Tells how many units were stored. */
  function store(): number {
    const started = performance.now();
    let rows = 0;
    let taken = 0;
    for (const { writes } of pending) {
      if (taken > 0 && (rows + writes.length > MAX_ROWS || performance.now() - started > MAX_MS)) break;
      if (!db.isTransaction && writes.length > 0) begin.run();
      for (const write of writes) write();
      rows += Math.max(1, writes.length);
      taken += 1;
    }
    if (db.isTransaction) end.run();
    return taken;
  }

  /** In order, also where a listener stores something itself. */
  function tell(): void {
    if (telling) return;
    telling = true;
    for (let unitStored = stored.shift(); unitStored !== undefined; unitStored = stored.shift()) {
      for (const done of unitStored.done) guarded(logger, done);
      if (stored.length === 0) committed.tell();
    }
    telling = false;
  }

  function fail(error: unknown): void {
    const code = sqliteCode(error);
    if (code === SQLITE_BUSY) {
      busy += 1;
      return;
    }
    if (failed === 0) logger.error({ err: error, code }, "the log cannot be written; it is tried again");
    failed += 1;
    setState("degraded");
  }

  function setState(next: StorageState): void {
    if (state === next) return;
    state = next;
    if (next === "ok") logger.info("the log is written again");
    storageChanged.tell(next);
  }

  return {
    write(run, done) {
      const { writes, done: after } = unit();
      writes.push(run);
      if (done !== undefined) after.push(done);
    },
    afterCommit(done) {
      unit().done.push(done);
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
    close() {
      closed = true;
      cancelNext?.();
    },
  };
}

/** Of one transaction, so that the loop never waits. */
const MAX_ROWS = 512;
const MAX_MS = 4;

/** A flush is for the end of the program: then it may wait for another connection. */
const FLUSH_WAIT_MS = 2_000;

/** At first on the next tick; a file that stays locked is not asked without a break. */
function busyPause(times: number): number {
  return times < 10 ? 0 : Math.min(times - 9, 50);
}

function failurePause(times: number): number {
  return Math.min(100 * 2 ** (times - 1), 5_000);
}

/** @see https://sqlite.org/rescode.html; the upper bits only say more of the same */
function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode & 0xff;
}

const SQLITE_BUSY = 5;
