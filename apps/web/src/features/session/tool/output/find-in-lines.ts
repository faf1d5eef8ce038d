import type { AnsiLine } from "../../../../ansi/screen.ts";

/** Where something stands in an output: the line, and from where to where in it. */
export interface Place {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Every place of a text in lines, in any case, `MOST_PLACES` at most. */
export function findInLines(lines: readonly AnsiLine[], query: string): Place[] {
  const wanted = query.toLowerCase();
  const places: Place[] = [];
  if (wanted === "") return places;
  for (const [line, { text }] of lines.entries()) {
    const source = text.toLowerCase();
    // In a few languages a letter grows as its case changes: then places would be off.
    const own = source.length === text.length ? source : text;
    for (let start = own.indexOf(wanted); start !== -1; start = own.indexOf(wanted, start + wanted.length)) {
      places.push({ line, start, end: start + wanted.length });
      if (places.length === MOST_PLACES) return places;
    }
  }
  return places;
}

export const MOST_PLACES = 10_000;
