import { editScript } from "./edit-script.ts";

/** A stretch of a line, in UTF-16 units. */
export type Mark = readonly [start: number, end: number];

/**
 * What differs in a line and in the one that takes its place, by words. None where they share too little: marking
 * nearly all of both tells nothing; none in lines that are longer than anybody writes.
 */
export function markPair(from: string, to: string): [Mark[], Mark[]] {
  if (from.length > LONGEST || to.length > LONGEST) return [[], []];
  const [before, after] = [wordsOf(from), wordsOf(to)];
  const edits = editScript(before, after, MOST_WORDS);
  const goes: Mark[] = [];
  const comes: Mark[] = [];
  let [at, into, alike, old, fresh] = [0, 0, 0, 0, 0];
  for (const edit of edits) {
    const removed = edit === "added" ? 0 : (before[old++]?.length ?? 0);
    const added = edit === "removed" ? 0 : (after[fresh++]?.length ?? 0);
    if (edit === "removed") extend(goes, at, removed);
    if (edit === "added") extend(comes, into, added);
    if (edit === "same") alike += (before[old - 1] ?? "").trim().length;
    at += removed;
    into += added;
  }
  const shortest = Math.min(solid(from), solid(to));
  return alike * 2 < shortest || alike === 0 ? [[], []] : [goes, comes];
}

const LONGEST = 1_000;
const MOST_WORDS = 120;

/** Words, blanks in a row, and each other character by itself. */
function wordsOf(line: string): string[] {
  return line.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

function solid(line: string): number {
  return line.replace(/\s+/g, "").length;
}

function extend(marks: Mark[], at: number, length: number): void {
  const last = marks.at(-1);
  if (last?.[1] === at) marks[marks.length - 1] = [last[0], at + length];
  else marks.push([at, at + length]);
}
