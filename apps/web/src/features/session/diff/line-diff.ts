import { type Edit, editScript } from "./edit-script.ts";
import { type Mark, markPair } from "./word-marks.ts";

export interface DiffLine {
  kind: Edit;
  text: string;
  /** From 1; null where the line is not on that side. */
  oldNumber: number | null;
  newNumber: number | null;
  /** The parts of the line that differ from its counterpart. */
  marks: readonly Mark[];
}

export interface DiffOptions {
  /** The lines that the texts begin at. @default 1 */
  oldStart?: number | undefined;
  newStart?: number | undefined;
  /** Lines that differ in blanks alone are the same. @default false */
  ignoresSpace?: boolean;
}

/**
 * The lines of two texts as one list, removed before added: as few as can be where `MAX_EDITS` at most differ.
 */
export function diffLines(oldText: string | null, newText: string, of: DiffOptions = {}): DiffLine[] {
  const before = oldText === null ? [] : linesOf(oldText);
  const after = linesOf(newText);
  const key = of.ignoresSpace === true ? withoutSpace : asItIs;
  let [old, fresh] = [0, 0];
  const [oldStart, newStart] = [of.oldStart ?? 1, of.newStart ?? 1];
  const lines = editScript(before.map(key), after.map(key), MAX_EDITS).map((kind): DiffLine => {
    const oldNumber = kind === "added" ? null : oldStart + old++;
    const newNumber = kind === "removed" ? null : newStart + fresh++;
    const text = (kind === "removed" ? before[old - 1] : after[fresh - 1]) ?? "";
    return { kind, text, oldNumber, newNumber, marks: [] };
  });
  markPairs(lines);
  return lines;
}

export function countChanges(lines: readonly Pick<DiffLine, "kind">[]): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  for (const line of lines) {
    if (line.kind === "added") added += 1;
    if (line.kind === "removed") removed += 1;
  }
  return { added, removed };
}

export const MAX_EDITS = 600;

function linesOf(text: string): string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

function asItIs(line: string): string {
  return line;
}

function withoutSpace(line: string): string {
  return line.replace(/\s+/g, "");
}

/** Marks what differs between the first removed and the first added line of a stretch, and so on. */
function markPairs(lines: DiffLine[]): void {
  let at = 0;
  while (at < lines.length) {
    const removed = runOf(lines, at, "removed");
    const added = runOf(lines, at + removed, "added");
    for (let pair = 0; pair < Math.min(removed, added); pair += 1) {
      const from = lines[at + pair];
      const to = lines[at + removed + pair];
      if (from && to) [from.marks, to.marks] = markPair(from.text, to.text);
    }
    at += Math.max(1, removed + added);
  }
}

/** How many lines of a kind stand in a row from `start` on. */
export function runOf(lines: readonly Pick<DiffLine, "kind">[], start: number, kind: Edit): number {
  let count = 0;
  while (lines[start + count]?.kind === kind) count += 1;
  return count;
}
