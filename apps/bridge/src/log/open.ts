import { chmodSync, closeSync, existsSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { migrations } from "./schema.ts";
import { integer } from "./row.ts";

/**
 * Opens the log's file, makes it where there is none (only its owner may read it), and brings its schema
 * up to date.
 * @throws {Error} where a newer Switchyard wrote it (nothing is changed then), or it is no such file
 */
export function openDatabase(file: string): DatabaseSync {
  if (existsSync(file)) refuseNewer(file);
  closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = ${MAX_JOURNAL_PAGES}`,
    );
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Asked by a connection that cannot write: closing one that can may already fold the journal in. */
function refuseNewer(file: string): void {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const version = schemaVersion(db);
    if (version <= migrations.length) return;
    throw new Error(
      `${file} was written by a newer Switchyard (schema ${version}; this one knows ${migrations.length}). ` +
        "Start that version, or name another data folder with SWITCHYARD_HOME.",
    );
  } finally {
    db.close();
  }
}

function migrate(db: DatabaseSync): void {
  for (let version = schemaVersion(db); version < migrations.length; version += 1) {
    db.exec(`BEGIN IMMEDIATE; ${migrations[version]} PRAGMA user_version = ${version + 1}; COMMIT`);
  }
}

function schemaVersion(db: DatabaseSync): number {
  return integer(db.prepare("PRAGMA user_version").get() ?? {}, "user_version");
}

/** 64 MiB: only where the checkpoints beside this connection cannot keep up. */
const MAX_JOURNAL_PAGES = 16_384;
