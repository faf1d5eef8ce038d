import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { chunkId, idsOf } from "../chunk-id.ts";
import { ensurePrivateFile } from "../private-file.ts";
import { integer, text } from "../row.ts";
import { humpsOf, wordsOf } from "./words.ts";

/**
 * What search looks through. It is a file of its own, so that writing it never keeps the log from being
 * written, and holds nothing that cannot be read from the log again: of another make or damaged, it is
 * made anew.
 */
export interface IndexFile {
  /** How far a session was read; undefined: not at all. */
  read(number: number): ReadState | undefined;
  setRead(number: number, state: ReadState): void;
  numbers(): number[];
  put(number: number, doc: Doc): void;
  /** Forgets some of what it knows of a session; false: nothing is left. */
  forgetSome(number: number): boolean;
  inTransaction(run: () => void): void;
  readonly db: DatabaseSync;
}

export interface ReadState {
  /** The life of the log that was read. */
  readonly logId: string;
  readonly seq: number;
  readonly title: string;
}

export interface Doc {
  readonly kind: DocKind;
  /** Of its first chunk; 0 for the title. */
  readonly seq: number;
  /** Of the last chunk that it was made of. */
  readonly lastSeq: number;
  /** Unix ms. */
  readonly at: number;
  readonly text: string;
}

export const DOC_KINDS = ["user", "message", "tool", "title"] as const;
export type DocKind = (typeof DOC_KINDS)[number];

export function openIndex(file: string): IndexFile {
  try {
    return indexOf(openFile(file));
  } catch {
    removeIndex(file);
    return indexOf(openFile(file));
  }
}

export function removeIndex(file: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true });
}

function openFile(file: string): DatabaseSync {
  ensurePrivateFile(file);
  const db = new DatabaseSync(file, { timeout: 1_000 });
  try {
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    const version = integer(db.prepare("PRAGMA user_version").get() ?? {}, "user_version");
    if (version === 0) db.exec(SCHEMA);
    else if (version !== VERSION) throw new Error("The index is of another version.");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function indexOf(db: DatabaseSync): IndexFile {
  const state = db.prepare("SELECT log_id, seq, title FROM sessions WHERE number = ?");
  const setState = db.prepare(
    "INSERT OR REPLACE INTO sessions (number, log_id, seq, title) VALUES (?, ?, ?, ?)",
  );
  const dropState = db.prepare("DELETE FROM sessions WHERE number = ?");
  const numbers = db.prepare("SELECT number FROM sessions");
  const has = db.prepare("SELECT 1 FROM docs WHERE id = ?");
  const insertDoc = db.prepare("INSERT OR REPLACE INTO docs (id, kind, last_seq, at) VALUES (?, ?, ?, ?)");
  const insertWords = db.prepare("INSERT INTO words (rowid, body, parts) VALUES (?, ?, ?)");
  const dropWords = db.prepare("DELETE FROM words WHERE rowid = ?");
  const dropDoc = db.prepare("DELETE FROM docs WHERE id = ?");
  const some = db.prepare(`SELECT id FROM docs WHERE id BETWEEN ? AND ? LIMIT ${FORGET_AT_ONCE}`);

  return {
    db,
    read(number) {
      const row = state.get(number);
      return row && { logId: text(row, "log_id"), seq: integer(row, "seq"), title: text(row, "title") };
    },
    setRead: (number, { logId, seq, title }) => setState.run(number, logId, seq, title),
    numbers: () => numbers.all().map((row) => integer(row, "number")),
    put(number, { kind, seq, lastSeq, at, text: whole }) {
      const id = chunkId(number, seq);
      if (has.get(id) !== undefined) dropWords.run(id);
      insertDoc.run(id, DOC_KINDS.indexOf(kind), lastSeq, at);
      insertWords.run(id, ...columnsOf(whole));
    },
    forgetSome(number) {
      const ids = some.all(...idsOf(number)).map((row) => integer(row, "id"));
      for (const id of ids) {
        dropWords.run(id);
        dropDoc.run(id);
      }
      if (ids.length > 0) return true;
      dropState.run(number);
      return false;
    },
    inTransaction(run) {
      db.exec("BEGIN IMMEDIATE");
      try {
        run();
        db.exec("COMMIT");
      } catch (error) {
        if (db.isTransaction) db.exec("ROLLBACK");
        throw error;
      }
    },
  };
}

/** The words in their order, and once each what the identifiers among them consist of. */
function columnsOf(whole: string): [body: string, parts: string] {
  const words = [...wordsOf(whole)];
  const parts = new Set(
    words.flatMap(({ from, to }) => humpsOf(whole.slice(from, to)).map(({ word }) => word)),
  );
  return [words.map(({ word }) => word).join(" "), [...parts].join(" ")];
}

const FORGET_AT_ONCE = 200;
const VERSION = 1;

/** The words alone are kept: the text around a hit is read from the log. Two letters typed are common. */
const SCHEMA = `
  BEGIN;
  CREATE TABLE sessions (
    number INTEGER PRIMARY KEY,
    log_id TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    title  TEXT NOT NULL
  );
  -- id as in the log's table of chunks, of the first chunk; kind counts in DOC_KINDS.
  CREATE TABLE docs (
    id       INTEGER PRIMARY KEY,
    kind     INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    at       INTEGER NOT NULL
  );
  CREATE VIRTUAL TABLE words USING fts5 (
    body, parts, content = '', contentless_delete = 1, prefix = 2,
    tokenize = 'unicode61 remove_diacritics 0'
  );
  PRAGMA user_version = ${VERSION};
  COMMIT;
`;
