import { DatabaseSync } from "node:sqlite";
import { schemaVersion } from "./damage.ts";
import { ensurePrivateFile } from "./private-file.ts";
import { migrations } from "./schema.ts";

/**
 * Opens the log's file, makes it where there is none (only its owner may read it), and brings its schema
 * up to date. What it holds was looked at before.
 */
export function openDatabase(file: string): DatabaseSync {
  ensurePrivateFile(file);
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec(PRAGMAS);
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function migrate(db: DatabaseSync): void {
  for (let version = schemaVersion(db); version < migrations.length; version += 1) {
    db.exec(`BEGIN IMMEDIATE; ${migrations[version]} PRAGMA user_version = ${version + 1}; COMMIT`);
  }
}

/** 64 MiB: only where the checkpoints beside this connection cannot keep up. */
const MAX_JOURNAL_PAGES = 16_384;

/** The first counts only for a file that is new: what deleted sessions leave is given back to the disk. */
const PRAGMAS = `
  PRAGMA auto_vacuum = INCREMENTAL;
  PRAGMA journal_mode = WAL;
  PRAGMA journal_size_limit = ${16 * 1024 * 1024};
  PRAGMA synchronous = NORMAL;
  PRAGMA wal_autocheckpoint = ${MAX_JOURNAL_PAGES};
`;
