import type { Item } from "@switchyard/core/session";
import { countChanges, diffLines } from "../diff/line-diff.ts";

export interface ChangedFile {
  path: string;
  added: number;
  removed: number;
}

/** The files that edits changed, in the order of their first, with the lines of all of them. */
export function changedFiles(items: readonly Item[]): ChangedFile[] {
  const files = new Map<string, ChangedFile>();
  for (const item of items) {
    if (item.kind !== "tool" || item.diff === null || item.status === "failed") continue;
    for (const diff of item.diff) {
      const { added, removed } = countChanges(diffLines(diff.oldText, diff.newText));
      const known = files.get(diff.path) ?? { path: diff.path, added: 0, removed: 0 };
      files.set(diff.path, { ...known, added: known.added + added, removed: known.removed + removed });
    }
  }
  return [...files.values()];
}

/** Adds up what sections changed, each by its own list. */
export function joinFiles(lists: readonly (readonly ChangedFile[])[]): ChangedFile[] {
  const files = new Map<string, ChangedFile>();
  for (const file of lists.flat()) {
    const known = files.get(file.path) ?? { path: file.path, added: 0, removed: 0 };
    files.set(file.path, {
      ...known,
      added: known.added + file.added,
      removed: known.removed + file.removed,
    });
  }
  return [...files.values()];
}
