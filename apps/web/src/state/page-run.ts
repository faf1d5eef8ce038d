import { type HistoryPage, itemId } from "@switchyard/core/session";

/** Pages of one log, each right behind the one before, the oldest first. */
export type PageRun = readonly HistoryPage[];

/** Chunks that a run holds at most, unless they are few items: then dropping some would empty the screen. */
export const MOST_CHUNKS = 3_000;
/** Items that stay when a run is shortened. */
const FEWEST_ITEMS = 150;
/** However few items they are. */
const UTMOST_CHUNKS = 15_000;

export function firstSeqOf(run: PageRun): number {
  return run[0]?.chunks[0]?.seq ?? 0;
}

export function lastSeqOf(run: PageRun): number {
  return run.at(-1)?.chunks.at(-1)?.seq ?? 0;
}

export function holds(run: PageRun, seq: number): boolean {
  return seq > 0 && firstSeqOf(run) <= seq && seq <= lastSeqOf(run);
}

export function countOf(run: PageRun): number {
  return run.reduce((sum, page) => sum + page.chunks.length, 0);
}

/** The run without the pages at one end that are too many; the same run where it is short enough. */
export function shorten(run: PageRun, at: "start" | "end"): PageRun {
  let rest = run;
  while (rest.length > 1 && countOf(rest) > MOST_CHUNKS) {
    const next = at === "start" ? rest.slice(1) : rest.slice(0, -1);
    if (countOf(rest) <= UTMOST_CHUNKS && itemsOf(next) < FEWEST_ITEMS) break;
    rest = next;
  }
  return rest;
}

function itemsOf(run: PageRun): number {
  return new Set(run.flatMap((page) => page.chunks.map(itemId))).size;
}
