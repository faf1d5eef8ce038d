import type { FolderFile } from "@switchyard/core/protocol";

/** The paths of a folder, ready to be searched. */
export interface PathIndex {
  /** The best first. */
  find(query: string, limit: number): FolderFile[];
}

/** Of paths with "/"; the folders that they lie in are found as well. */
export function indexPaths(paths: Iterable<string>): PathIndex {
  const entries = [...withFolders(paths)].map(([path, isFolder]) => entryOf(path, isFolder));
  return {
    find(query, limit) {
      const wanted = query
        .trim()
        .replace(/^\.?\//, "")
        .toLowerCase();
      const best: Ranked[] = [];
      for (const entry of entries) {
        const rank = rankOf(entry, wanted);
        const length = wanted === "" ? 0 : entry.path.length;
        if (rank !== null) insert(best, { entry, rank, length }, limit);
      }
      return best.map(({ entry: { path, isFolder } }) => ({ path, isFolder }));
    },
  };
}

interface Entry {
  readonly path: string;
  readonly isFolder: boolean;
  readonly lower: string;
  /** Where the last part of it begins. */
  readonly base: number;
  readonly depth: number;
}

interface Ranked {
  readonly entry: Entry;
  readonly rank: number;
  /** The shorter the better, where something is looked for. */
  readonly length: number;
}

function withFolders(paths: Iterable<string>): Map<string, boolean> {
  const all = new Map<string, boolean>();
  for (const path of paths) {
    all.set(path, false);
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      const folder = path.slice(0, at);
      if (all.get(folder) === true) break;
      all.set(folder, true);
    }
  }
  return all;
}

function entryOf(path: string, isFolder: boolean): Entry {
  const lower = path.toLowerCase();
  const base = lower.lastIndexOf("/") + 1;
  return { path, isFolder, lower, base, depth: lower.split("/").length };
}

/** The smaller the better; null: it does not fit. */
function rankOf({ lower, base, depth, isFolder }: Entry, wanted: string): number | null {
  if (wanted === "") return depth * 2 + (isFolder ? 0 : 1);
  if (lower.length < wanted.length) return null;
  if (lower.startsWith(wanted, base)) return lower.length - base === wanted.length ? 0 : 1;
  if (lower.startsWith(wanted)) return 2;
  const inside = lower.indexOf(wanted);
  if (inside > 0 && lower.includes(`/${wanted}`)) return 2;
  if (inside !== -1) return lower.includes(wanted, base) ? 3 : 4;
  if (isSubsequence(wanted, lower, base)) return 5;
  return isSubsequence(wanted, lower, 0) ? 6 : null;
}

function isSubsequence(wanted: string, text: string, from: number): boolean {
  let at = from;
  for (const character of wanted) {
    at = text.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Keeps the best ones, in their order. */
function insert(best: Ranked[], next: Ranked, limit: number): void {
  const last = best.at(-1);
  if (best.length >= limit && last !== undefined && !isBetter(next, last)) return;
  let low = 0;
  for (let high = best.length; low < high;) {
    const middle = (low + high) >> 1;
    const there = best[middle];
    if (there !== undefined && isBetter(next, there)) high = middle;
    else low = middle + 1;
  }
  best.splice(low, 0, next);
  if (best.length > limit) best.pop();
}

function isBetter(one: Ranked, other: Ranked): boolean {
  if (one.rank !== other.rank) return one.rank < other.rank;
  if (one.length !== other.length) return one.length < other.length;
  return one.entry.path < other.entry.path;
}
