import type { FileChange, Region } from "./file-change.ts";
import { shownLines } from "./hunks.ts";
import { type DiffLine, runOf } from "./line-diff.ts";

/** One row of a diff: a line, two side by side, or lines that are left out. */
export type DiffRow =
  | { readonly kind: "line"; readonly region: number; readonly line: DiffLine }
  | {
      readonly kind: "pair";
      readonly region: number;
      readonly left: DiffLine | null;
      readonly right: DiffLine | null;
    }
  | {
      readonly kind: "gap";
      /** How many are left out; null: that is not known. */
      readonly skipped: number | null;
      /** What opens it; null where the lines are not here. */
      readonly id: string | null;
    };

export interface RowOptions {
  readonly isSplit: boolean;
  /** The gaps that were opened, by their ids. */
  readonly opened: ReadonlySet<string>;
}

/** The rows that show a change, with three unchanged lines around each. */
export function diffRows(change: FileChange, options: RowOptions): DiffRow[] {
  return change.regions.flatMap((region, at) => [...between(change, at), ...regionRows(region, at, options)]);
}

const CONTEXT = 3;
/** To say that fewer lines are left out takes as much room as they do. */
const FEWEST = 3;

/** What stands before a region: the lines since the one before it, as many as is known. */
function between(change: FileChange, at: number): DiffRow[] {
  if (at === 0) return [];
  const before = change.regions[at - 1]?.lines.findLast((line) => line.newNumber !== null)?.newNumber ?? null;
  const first = change.regions[at]?.lines.find((line) => line.newNumber !== null)?.newNumber ?? null;
  const isKnown = change.isNumbered && before !== null && first !== null;
  const skipped = isKnown ? first - before - 1 : null;
  return skipped !== null && skipped <= 0 ? [] : [{ kind: "gap", skipped, id: null }];
}

function regionRows({ lines }: Region, region: number, options: RowOptions): DiffRow[] {
  const shown = shownLines(lines, CONTEXT);
  const rows: DiffRow[] = [];
  for (let at = 0; at < lines.length;) {
    const isShown = shown[at] === true;
    let end = at;
    while (end < lines.length && (shown[end] === true) === isShown) end += 1;
    const id = `${region}:${at}`;
    if (isShown || end - at < FEWEST || options.opened.has(id)) {
      const stretch = lines.slice(at, end);
      rows.push(...(options.isSplit ? pairs(stretch, region) : singles(stretch, region)));
    } else rows.push({ kind: "gap", skipped: end - at, id });
    at = end;
  }
  return rows;
}

function singles(lines: readonly DiffLine[], region: number): DiffRow[] {
  return lines.map((line) => ({ kind: "line", region, line }));
}

/** What stays on both sides, what goes beside what comes in its place. */
function pairs(lines: readonly DiffLine[], region: number): DiffRow[] {
  const rows: DiffRow[] = [];
  for (let at = 0; at < lines.length;) {
    const removed = runOf(lines, at, "removed");
    const added = runOf(lines, at + removed, "added");
    for (let pair = 0; pair < Math.max(removed, added); pair += 1) {
      const left = pair < removed ? (lines[at + pair] ?? null) : null;
      const right = pair < added ? (lines[at + removed + pair] ?? null) : null;
      rows.push({ kind: "pair", region, left, right });
    }
    at += removed + added;
    const line = lines[at];
    if (line?.kind !== "same") continue;
    rows.push({ kind: "pair", region, left: line, right: line });
    at += 1;
  }
  return rows;
}
