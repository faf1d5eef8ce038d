import type { AnsiLine } from "../../../../ansi/screen.ts";
import { stretch } from "../../../../ansi/screen.ts";

/** A piece of a line as it is shown. */
export interface Piece {
  readonly text: string;
  readonly classes: string;
  /** Found: at some place that was looked for, or at the one that the user is at. */
  readonly found: "" | "found" | "here";
}

export interface Found {
  readonly start: number;
  readonly end: number;
  readonly isHere: boolean;
}

/** Cuts a line by its colours, and by what was found in it. */
export function outputPieces(line: AnsiLine, found: readonly Found[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const take = (end: number, mark: Piece["found"]) => {
    for (const [length, classes] of stretch(line.runs, at, Math.min(end, LONGEST))) {
      pieces.push({ text: line.text.slice(at, at + length), classes, found: mark });
      at += length;
    }
  };
  for (const { start, end, isHere } of found) {
    take(start, "");
    take(end, isHere ? "here" : "found");
  }
  take(line.text.length, "");
  return pieces;
}

/** What a line has beyond that is not shown, but said. */
export const LONGEST = 4_000;

/** A stretch of a line that stands in a row of its own. */
export interface Wrapped {
  readonly line: AnsiLine;
  /** Which line it is of, and from where on. */
  readonly of: number;
  readonly from: number;
}

/** Lines in parts of so many columns each, as a terminal of that width breaks them; null: as long as they are. */
export function wrapped(lines: readonly AnsiLine[], columns: number | null): Wrapped[] {
  if (columns === null) return lines.map((line, of) => ({ line, of, from: 0 }));
  return lines.flatMap((line, of) =>
    Array.from({ length: Math.max(1, Math.ceil(line.text.length / columns)) }, (_, part) => {
      const from = part * columns;
      const runs = stretch(line.runs, from, from + columns);
      return { line: { text: line.text.slice(from, from + columns), runs }, of, from };
    }),
  );
}
