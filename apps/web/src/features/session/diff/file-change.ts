import type { FileDiff } from "@switchyard/core/protocol";
import { countChanges, type DiffLine, diffLines } from "./line-diff.ts";

/** What becomes of one file. */
export interface FileChange {
  readonly path: string;
  readonly isNew: boolean;
  /** In the order of the file; what stands between two of them is not known here. */
  readonly regions: readonly Region[];
  readonly added: number;
  readonly removed: number;
  /** Whether the numbers of the lines are those of the file; if not, they count from where each region begins. */
  readonly isNumbered: boolean;
}

export interface Region {
  readonly diff: FileDiff;
  readonly lines: readonly DiffLine[];
}

export interface ChangeOptions {
  readonly ignoresSpace?: boolean;
  /** The texts are an excerpt, and nobody says of which lines. */
  readonly isExcerpt?: boolean;
}

/** Puts together what several diffs say of one file. */
export function changeOf(diffs: readonly FileDiff[], options: ChangeOptions = {}): FileChange {
  const regions = diffs.map((diff) => ({
    diff,
    lines: diffLines(diff.oldText, diff.newText, {
      oldStart: diff.oldStart,
      newStart: diff.newStart,
      ignoresSpace: options.ignoresSpace === true,
    }),
  }));
  return {
    path: diffs[0]?.path ?? "",
    isNew: diffs.length > 0 && diffs.every((diff) => diff.oldText === null),
    regions,
    ...countChanges(regions.flatMap(({ lines }) => lines)),
    isNumbered:
      options.isExcerpt !== true &&
      (diffs.length === 1 || diffs.every((diff) => diff.newStart !== undefined)),
  };
}

/** Diffs by the file that they are of, in the order of their first. */
export function byFile(diffs: readonly FileDiff[]): FileDiff[][] {
  const files = new Map<string, FileDiff[]>();
  for (const diff of diffs) {
    const known = files.get(diff.path);
    if (known) known.push(diff);
    else files.set(diff.path, [diff]);
  }
  return [...files.values()];
}
