import type { DatabaseSync } from "node:sqlite";
import { integer, type Row } from "./row.ts";

/** Reads what can be read of a damaged file. */
export interface Salvage {
  /** How often something could not be read. */
  readonly faults: number;
  /** Rows of a table by an integer key, ascending, from `first` on; what cannot be read is left out. */
  byKey(range: KeyRange): Iterable<Row>;
  /** Rows of a small table from both its ends, up to where it cannot be read; some may come twice. */
  fromBothEnds(table: string): Row[];
  /** The greatest key in a range that can be found; undefined: none. */
  greatest(range: KeyRange): number | undefined;
  /** Undefined: it cannot be read. */
  attempt<T>(read: () => T): T | undefined;
}

export interface KeyRange {
  readonly table: string;
  readonly key: string;
  readonly first: number;
  readonly last: number;
}

export function makeSalvage(db: DatabaseSync): Salvage {
  let faults = 0;

  function attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch {
      faults += 1;
      return undefined;
    }
  }

  function greatest({ table, key, first, last }: KeyRange): number | undefined {
    const select = attempt(() =>
      db.prepare(`SELECT max(${key}) AS id FROM ${table} WHERE ${key} BETWEEN ? AND ?`),
    );
    if (select === undefined) return undefined;
    let found = first - 1;
    // The last page may be the damaged one: then ever shorter ranges find where it begins.
    for (let width = last - found; width >= 1;) {
      const row = attempt(() => select.get(found + 1, Math.min(last, found + width)));
      const id = row?.["id"];
      if (typeof id !== "number") {
        if (row !== undefined && found + width >= last) break;
        width = Math.floor(width / 2);
        continue;
      }
      found = id;
      width = last - found;
    }
    return found < first ? undefined : found;
  }

  function* byKey(range: KeyRange): Iterable<Row> {
    const { table, key } = range;
    const last = greatest(range);
    if (last === undefined) return;
    const columns = `SELECT ${key} AS salvage_key, * FROM ${table} WHERE ${key}`;
    const batch = db.prepare(`${columns} BETWEEN ? AND ? ORDER BY ${key} LIMIT ${BATCH}`);
    const one = db.prepare(`${columns} = ?`);
    const next = db.prepare(`SELECT min(${key}) AS id FROM ${table} WHERE ${key} BETWEEN ? AND ?`);
    const isReadable = (at: number): boolean => attempt(() => one.get(at) ?? null) !== undefined;

    for (let from = range.first; from <= last;) {
      const first = from;
      const rows = attempt(() => batch.all(first, last));
      if (rows !== undefined) {
        yield* rows;
        const end = rows.at(-1);
        if (end === undefined) return;
        // Where keys are out of their order, not back again.
        from = Math.max(from, integer(end, "salvage_key")) + 1;
        continue;
      }
      for (let single = 0; single < BATCH && from <= last; single += 1) {
        const start = from;
        const id = attempt(() => next.get(start, last))?.["id"];
        if (id === null) return;
        if (typeof id === "number") yield* attempt(() => one.all(id)) ?? [];
        from = typeof id === "number" ? Math.max(start, id) + 1 : nextReadable(start, last, isReadable);
      }
    }
  }

  function fromEnd(sql: string): Row[] {
    const rows: Row[] = [];
    attempt(() => {
      for (const row of db.prepare(sql).iterate()) rows.push(row);
    });
    return rows;
  }

  return {
    get faults() {
      return faults;
    },
    attempt,
    greatest,
    byKey,
    fromBothEnds(table) {
      const before = faults;
      const rows = fromEnd(`SELECT * FROM ${table}`);
      const key = faults === before ? undefined : primaryKey(db, table);
      return key === undefined ? rows : [...rows, ...fromEnd(`SELECT * FROM ${table} ORDER BY ${key} DESC`)];
    },
  };
}

/** Behind damage that begins at `from`; `last` is known to be readable. */
function nextReadable(from: number, last: number, isReadable: (key: number) => boolean): number {
  let damaged = from;
  let readable = Math.min(last, from + 1);
  for (let step = 1; readable < last && !isReadable(readable); step *= 2) {
    damaged = readable;
    readable = Math.min(last, readable + step);
  }
  while (readable - damaged > 1) {
    const middle = Math.floor((damaged + readable) / 2);
    if (isReadable(middle)) readable = middle;
    else damaged = middle;
  }
  return readable;
}

function primaryKey(db: DatabaseSync, table: string): string | undefined {
  try {
    const columns = db
      .prepare(`SELECT name FROM pragma_table_info('${table}') WHERE pk > 0 ORDER BY pk`)
      .all();
    const names = columns.map((row) => String(row["name"]));
    return names.length === 0 ? undefined : names.join(" DESC, ");
  } catch {
    return undefined;
  }
}

const BATCH = 64;
