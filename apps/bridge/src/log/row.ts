import type { SQLOutputValue } from "node:sqlite";

export type Row = Record<string, SQLOutputValue>;

/** @throws {TypeError} where the column holds something else, or is not there */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === "string") return value;
  throw new TypeError(`The log's column ${column} holds no text.`);
}

/** @throws {TypeError} where the column holds something else, or is not there */
export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === "number") return value;
  throw new TypeError(`The log's column ${column} holds no number.`);
}

/** What a sum of costs comes to; null where none of them is known. */
export function costOf(row: Row): number | null {
  const { cost } = row;
  return typeof cost === "number" ? cost : null;
}

/** @throws {TypeError} where the column holds something else, or is not there */
export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`The log's column ${column} holds no bytes.`);
}

/** Leaves out rows that are damaged: what they stood for is asked or done anew. */
export function readable<T>(rows: readonly Row[], read: (row: Row) => T): T[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch {
      return [];
    }
  });
}
