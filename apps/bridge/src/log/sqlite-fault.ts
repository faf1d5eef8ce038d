/** What an error of a statement is about. */
export type SqliteFault =
  /** Another connection holds the file: it is tried again. */
  | "busy"
  /** No room, no right to write, a disk that fails: it may pass. */
  | "disk"
  /** The file holds what SQLite cannot read. */
  | "damage"
  /** The statement itself is wrong: no trying again helps. */
  | "bug";

/** @see https://sqlite.org/rescode.html; the upper bits only say more of the same */
export function sqliteFault(error: unknown): SqliteFault {
  const code = sqliteCode(error);
  if (code === null) return "bug";
  return FAULTS.get(code & 0xff) ?? "bug";
}

export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode;
}

const FAULTS: ReadonlyMap<number, SqliteFault> = new Map([
  [3 /* PERM */, "disk"],
  [5 /* BUSY */, "busy"],
  [7 /* NOMEM */, "disk"],
  [8 /* READONLY */, "disk"],
  [10 /* IOERR */, "disk"],
  [11 /* CORRUPT */, "damage"],
  [13 /* FULL */, "disk"],
  [14 /* CANTOPEN */, "disk"],
  [15 /* PROTOCOL */, "disk"],
  [22 /* NOLFS */, "disk"],
  [26 /* NOTADB */, "damage"],
]);
