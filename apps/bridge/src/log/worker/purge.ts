import { setTimeout as pause } from "node:timers/promises";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { idsOf } from "../chunk-id.ts";
import { NOBODY } from "../blobs.ts";
import { integer, type Row, text } from "../row.ts";

/**
 * Takes away what is left of deleted sessions, in transactions so short that the log is hardly kept from
 * being written. What is noted in `deleted_sessions` is gone on with after a kill; a text that was put away
 * while its session was deleted is found by itself.
 */
export async function purge(db: DatabaseSync, check: () => void): Promise<void> {
  const notes = db.prepare("SELECT number, session_id FROM deleted_sessions WHERE is_empty = 0");
  for (let note = notes.get(); note !== undefined; note = notes.get()) {
    const [number, sessionId] = [integer(note, "number"), text(note, "session_id")];
    await dropAll(db, { check, some: chunksOf(db, number) });
    await dropAll(db, { check, some: blobsOf(db, sessionId) });
    for (const table of BY_SESSION) await dropAll(db, { check, some: rowsOf(db, table, sessionId) });
    await dropAll(db, { check, some: noteOf(db, number) });
  }
  await dropAll(db, { check, some: unnamed(db) });
  const late = db.prepare(
    `SELECT session_id FROM blobs
     WHERE session_id <> '${NOBODY}' AND session_id NOT IN (SELECT session_id FROM sessions) LIMIT 1`,
  );
  for (let blob = late.get(); blob !== undefined; blob = late.get()) {
    await dropAll(db, { check, some: blobsOf(db, text(blob, "session_id")) });
  }
  await giveBack(db, check);
}

/** Drops a little; false: nothing was left. */
type DropSome = () => boolean;

async function dropAll(
  db: DatabaseSync,
  { some, check }: { some: DropSome; check: () => void },
): Promise<void> {
  for (let isLeft = true; isLeft;) {
    check();
    const started = performance.now();
    db.exec("BEGIN IMMEDIATE");
    try {
      while (isLeft && performance.now() - started < TRANSACTION_MS) isLeft = some();
      db.exec("COMMIT");
    } catch (error) {
      if (db.isTransaction) db.exec("ROLLBACK");
      throw error;
    }
    // Longer than it took: who else wants to write comes first.
    await pause(Math.max(PAUSE_MS, performance.now() - started));
  }
}

function chunksOf(db: DatabaseSync, number: number): DropSome {
  const some = db.prepare(
    "DELETE FROM chunks WHERE id IN (SELECT id FROM chunks WHERE id BETWEEN ? AND ? LIMIT 20)",
  );
  return () => some.run(...idsOf(number)).changes > 0;
}

function blobsOf(db: DatabaseSync, sessionId: string): DropSome {
  const next = db.prepare("SELECT blob_id FROM blobs WHERE session_id = ? LIMIT 1");
  return blobs(db, () => next.get(sessionId));
}

/** What was put beside a message that never went, or went with its session. */
function unnamed(db: DatabaseSync): DropSome {
  const next = db.prepare(
    `SELECT blob_id FROM blobs
     WHERE session_id = '${NOBODY}' AND blob_id NOT IN (SELECT blob_id FROM attachments) LIMIT 1`,
  );
  return blobs(db, () => next.get());
}

/** Long texts go part by part, the last of each with what names it. */
function blobs(db: DatabaseSync, next: () => Row | undefined): DropSome {
  const drop = db.prepare("DELETE FROM blobs WHERE blob_id = ?");
  const part = db.prepare(
    "DELETE FROM blob_parts WHERE rowid IN (SELECT rowid FROM blob_parts WHERE blob_id = ? LIMIT 1)",
  );
  return () => {
    const row = next();
    if (row === undefined) return false;
    if (part.run(text(row, "blob_id")).changes === 0) drop.run(text(row, "blob_id"));
    return true;
  };
}

function rowsOf(db: DatabaseSync, { table, key }: (typeof BY_SESSION)[number], sessionId: string): DropSome {
  const some = db.prepare(
    `DELETE FROM ${table} WHERE session_id = ?1 AND ${key} IN (SELECT ${key} FROM ${table} WHERE session_id = ?1 LIMIT 20)`,
  );
  return () => some.run(sessionId).changes > 0;
}

/** The highest number stays noted: the next session gets the one above it. */
function noteOf(db: DatabaseSync, number: number): DropSome {
  const empty = db.prepare("UPDATE deleted_sessions SET is_empty = 1 WHERE number = ?");
  const drop: StatementSync = db.prepare(
    `DELETE FROM deleted_sessions WHERE is_empty = 1 AND number <
     (SELECT max(number) FROM (SELECT number FROM sessions UNION ALL SELECT number FROM deleted_sessions))`,
  );
  return () => {
    empty.run(number);
    drop.run();
    return false;
  };
}

/** Gives free pages back to the disk, where the file was made for it. */
async function giveBack(db: DatabaseSync, check: () => void): Promise<void> {
  const free = db.prepare("PRAGMA freelist_count");
  const kept = (): boolean => integer(free.get() ?? {}, "freelist_count") <= PAGES_KEPT;
  if (integer(db.prepare("PRAGMA auto_vacuum").get() ?? {}, "auto_vacuum") !== INCREMENTAL) return;
  while (!kept()) {
    check();
    const started = performance.now();
    db.exec("PRAGMA incremental_vacuum(32)");
    await pause(Math.max(PAUSE_MS, performance.now() - started));
  }
}

const BY_SESSION = [
  { table: "queued_messages", key: "position" },
  { table: "taken_messages", key: "message_id" },
  { table: "rules", key: "key" },
  { table: "attachments", key: "blob_id" },
] as const;

const TRANSACTION_MS = 2;
const PAUSE_MS = 2;
/** 4 MiB, which the next chunks will fill. */
const PAGES_KEPT = 1_024;
const INCREMENTAL = 2;
