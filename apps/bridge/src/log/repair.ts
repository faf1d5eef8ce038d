import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { SessionId } from "@switchyard/core/protocol";
import { StartError } from "../start-error.ts";
import { FILL_LINES } from "./fill-lines.ts";
import { FILL_OUTCOMES } from "./fill-outcomes.ts";
import { FILL_USAGE } from "./fill-usage.ts";
import { openDatabase } from "./open.ts";
import type { Row } from "./row.ts";
import { copyChunks } from "./salvage-chunks.ts";
import { makeSalvage } from "./salvage-rows.ts";

export interface Repair {
  /** What was wrong. */
  readonly damage: string;
  /** Where the damaged file is now. */
  readonly keptAs: string;
  /** How many chunks of a session could not be read. */
  readonly lost: ReadonlyMap<SessionId, number>;
  /** Sessions whose last chunks may be missing. */
  readonly unsureEnds: ReadonlySet<SessionId>;
}

/**
 * Copies what can be read into a new file, which takes the place of the damaged one; that is kept beside it.
 * Null: nothing can be read, and nothing was changed.
 * @throws {StartError} where there is no room for the copy
 */
export function repair(file: string, damage: string): Repair | null {
  const fresh = `${file}.repair`;
  removeStore(fresh);
  try {
    const copied = copyReadable(file, fresh);
    if (copied === null) return null;
    return { damage, ...copied, keptAs: putInPlace(file, fresh) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown fault";
    throw new StartError(
      `${file} is damaged (${damage}) and could not be repaired: ${reason}. It is left as it is. ` +
        "Make room on the disk, or put a copy in its place; then start again.",
      { cause: error },
    );
  } finally {
    removeStore(fresh);
  }
}

type Copied = Pick<Repair, "lost" | "unsureEnds">;

function copyReadable(file: string, fresh: string): Copied | null {
  // Without `defensive`, SQLite reads on where the schema or the length of the file is wrong.
  using from = disposable(new DatabaseSync(file, { readOnly: true, defensive: false }));
  const salvage = makeSalvage(from.db);
  const hasChunks = salvage.attempt(() => {
    from.db.exec("PRAGMA writable_schema = ON");
    return from.db.prepare("SELECT rowid, * FROM chunks").columns().length === 5;
  });
  if (hasChunks !== true) return null;
  using into = disposable(openDatabase(fresh));
  into.db.exec("BEGIN");
  const { sessions, chunks, ...copied } = copyChunks(salvage, into.db);
  if (sessions + chunks === 0 && salvage.faults > 0) return null;
  for (const table of BY_ROWID)
    copyRows(salvage.byKey({ table, key: "rowid", first: 1, last: MAX_KEY }), { into: into.db, table });
  for (const table of SMALL) copyRows(salvage.fromBothEnds(table), { into: into.db, table });
  into.db.exec(DROP_BLOBS_WITH_HOLES);
  into.db.exec(FILL_USAGE);
  into.db.exec(FILL_OUTCOMES);
  into.db.exec(FILL_LINES);
  into.db.exec("COMMIT");
  return copied;
}

/** What is not named is made anew from what is. */
const BY_ROWID = ["blobs", "blob_parts", "queued_messages"];
const SMALL = [
  "taken_messages",
  "trusted_folders",
  "rules",
  "processes",
  "programs",
  "attachments",
  "turn_usage",
  "bead_budgets",
  "bead_lines",
  "worktrees",
];
const MAX_KEY = 2 ** 40;

const DROP_BLOBS_WITH_HOLES = `
  DELETE FROM blobs WHERE bytes <>
    (SELECT coalesce(sum(length(data)), 0) FROM blob_parts WHERE blob_parts.blob_id = blobs.blob_id)`;

/**
 * By the columns' places: their names may be damaged. A file of an earlier version has fewer of them. A row that
 * the new file does not take is damaged too.
 */
function copyRows(rows: Iterable<Row>, { into, table }: { into: DatabaseSync; table: string }): void {
  const columns = into.prepare(`SELECT name FROM pragma_table_info('${table}')`).all();
  const names = columns.map((row) => String(row["name"]));
  const inserts = names.map((_, at) => {
    const some = names.slice(0, at + 1);
    const places = some.map(() => "?").join(", ");
    return into.prepare(`INSERT OR IGNORE INTO ${table} (${some.join(", ")}) VALUES (${places})`);
  });
  for (const { salvage_key: _key, ...row } of rows) {
    const values: SQLInputValue[] = Object.values(row);
    inserts[values.length - 1]?.run(...values);
  }
}

/** Wherever it is interrupted, a file with all that could be read is in its place or is repaired again. */
function putInPlace(file: string, fresh: string): string {
  sync(fresh);
  const keptAs = `${file}.damaged-${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`;
  try {
    linkSync(file, keptAs);
  } catch {
    copyFileSync(file, keptAs);
  }
  // It belongs to the damaged file, and SQLite would fold it into the new one.
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${keptAs}-wal`);
  rmSync(`${file}-shm`, { force: true });
  renameSync(fresh, file);
  return keptAs;
}

function sync(file: string): void {
  const descriptor = openSync(file, "r+");
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function removeStore(file: string): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
}

function disposable(db: DatabaseSync): Disposable & { readonly db: DatabaseSync } {
  return { db, [Symbol.dispose]: () => db.close() };
}
