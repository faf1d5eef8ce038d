import type { ChangedFile, FileDiff } from "@switchyard/core/protocol";
import type { Item, Section } from "@switchyard/core/session";
import { countsOf } from "../diff/counts.ts";

/** The files that edits in a part of a session changed, in the order of their first, with the lines of all of them. */
export function changedFiles(items: readonly Item[]): ChangedFile[] {
  return joinFiles([
    items
      .flatMap((item) => diffsIn(item))
      .map((diff): ChangedFile => ({
        path: diff.path,
        status: diff.oldText === null ? "added" : "modified",
        ...countsOf(diff),
      })),
  ]);
}

/** Adds up what parts changed, each by its own list. */
export function joinFiles(lists: readonly (readonly ChangedFile[])[]): ChangedFile[] {
  const files = new Map<string, ChangedFile>();
  for (const file of lists.flat()) {
    const known = files.get(file.path);
    const sum = (of: "added" | "removed") => (known?.[of] ?? 0) + (file[of] ?? 0);
    files.set(file.path, { ...(known ?? file), added: sum("added"), removed: sum("removed") });
  }
  return [...files.values()];
}

/** The diffs of one file in parts of a session, in their order. */
export function diffsOfFile(sections: readonly Section[], path: string): FileDiff[] {
  return sections
    .flatMap((section) => section.items.flatMap((item) => diffsIn(item)))
    .filter((diff) => diff.path === path);
}

/** All lines of some files; those of a file that is no text are not known. */
export function sumOfFiles(files: readonly ChangedFile[]): { added: number; removed: number } {
  const sum = (of: "added" | "removed") => files.reduce((total, file) => total + (file[of] ?? 0), 0);
  return { added: sum("added"), removed: sum("removed") };
}

function diffsIn(item: Item): readonly FileDiff[] {
  return item.kind === "tool" && item.status !== "failed" ? (item.diff ?? []) : [];
}
