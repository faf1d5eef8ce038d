import type { ChangedFile } from "@switchyard/core/protocol";

/** A changed file with what git calls its contents; null: there was, or is, none. */
export interface Difference {
  readonly file: ChangedFile;
  readonly before: Content | null;
  readonly now: Content | null;
}

export interface Content {
  readonly id: string;
  /** Of another repository's commit, that is checked out here. */
  readonly isSubmodule: boolean;
}

/** Reads what `git diff-tree --raw --numstat -z` printed; by their paths. */
export function readDifferences(printed: string): Difference[] {
  const fields = printed.split("\0");
  const raw: RawChange[] = [];
  let at = 0;
  for (; fields[at]?.startsWith(":") === true; at += 1) {
    const [, oldMode, newMode, oldId, newId, letter = ""] = RAW.exec(fields[at] ?? "") ?? [];
    const isMoved = letter === "R" || letter === "C";
    const oldPath = isMoved ? fields[(at += 1)] : undefined;
    const path = fields[(at += 1)];
    if (path === undefined || path === "") break;
    const [before, now] = [contentOf(oldMode, oldId), contentOf(newMode, newId)];
    raw.push({ path, oldPath, before, now, status: STATUS[letter] ?? "modified" });
  }
  const counts = readCounts(fields.slice(at));
  return raw
    .map(({ path, oldPath, status, before, now }) => {
      const { added, removed } = counts.get(path) ?? { added: null, removed: null };
      const file = { path, ...(oldPath === undefined ? {} : { oldPath }), status, added, removed };
      return { file, before, now };
    })
    .toSorted((a, b) => (a.file.path < b.file.path ? -1 : 1));
}

interface RawChange extends Pick<ChangedFile, "path" | "status">, Pick<Difference, "before" | "now"> {
  readonly oldPath: string | undefined;
}

const RAW = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/;
const STATUS: Readonly<Record<string, ChangedFile["status"]>> = { A: "added", D: "deleted", R: "renamed" };

function contentOf(mode: string | undefined, id: string | undefined): Content | null {
  if (mode === undefined || id === undefined || mode === "000000") return null;
  return { id, isSubmodule: mode === "160000" };
}

interface Counts {
  readonly added: number | null;
  readonly removed: number | null;
}

/** Lines by the path as it is now. */
function readCounts(fields: readonly string[]): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  for (let at = 0; at < fields.length; at += 1) {
    const found = /^(\d+|-)\t(\d+|-)\t(.*)$/s.exec(fields[at] ?? "");
    if (found === null) continue;
    const [, added = "-", removed = "-", named = ""] = found;
    // Of a file that was moved both paths follow.
    const path = named === "" ? fields[(at += 2)] : named;
    if (path !== undefined) counts.set(path, { added: countOf(added), removed: countOf(removed) });
  }
  return counts;
}

function countOf(text: string): number | null {
  return text === "-" ? null : Number(text);
}
