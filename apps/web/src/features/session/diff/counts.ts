import type { FileDiff } from "@switchyard/core/protocol";
import { countChanges, diffLines } from "./line-diff.ts";

/** How many lines a diff adds and removes, counted once for each. */
export function countsOf(diff: FileDiff): { added: number; removed: number } {
  const known = counted.get(diff);
  if (known) return known;
  const counts = countChanges(diffLines(diff.oldText, diff.newText));
  counted.set(diff, counts);
  return counts;
}

/** The lines of all diffs together. */
export function sumOf(diffs: readonly FileDiff[]): { added: number; removed: number } {
  return diffs
    .map(countsOf)
    .reduce((sum, { added, removed }) => ({ added: sum.added + added, removed: sum.removed + removed }), {
      added: 0,
      removed: 0,
    });
}

const counted = new WeakMap<FileDiff, { added: number; removed: number }>();
