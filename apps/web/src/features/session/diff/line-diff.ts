export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
  /** From 1; null where the line is not on that side. */
  oldNumber: number | null;
  newNumber: number | null;
  /** The part of the line that differs from its counterpart, in UTF-16 units. */
  mark: readonly [number, number] | null;
}

/**
 * The lines of two texts as one list, removed before added. Linear for what is alike at both ends; where
 * more than `MAX_EDITS` lines differ in between, that part is shown as replaced.
 */
export function diffLines(oldText: string | null, newText: string): DiffLine[] {
  const before = oldText === null ? [] : linesOf(oldText);
  const after = linesOf(newText);
  const head = commonStart(before, after);
  const tail = commonEnd(before.slice(head), after.slice(head));
  const middle = edits(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  const lines = number([
    ...before.slice(0, head).map((text) => edit("same", text)),
    ...middle,
    ...before.slice(before.length - tail).map((text) => edit("same", text)),
  ]);
  markPairs(lines);
  return lines;
}

export function countChanges(lines: readonly DiffLine[]): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  for (const line of lines) {
    if (line.kind === "added") added += 1;
    if (line.kind === "removed") removed += 1;
  }
  return { added, removed };
}

export const MAX_EDITS = 600;

type Edit = Pick<DiffLine, "kind" | "text">;

function linesOf(text: string): string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[a.length - 1 - count] === b[b.length - 1 - count])
    count += 1;
  return count;
}

function edit(kind: DiffLine["kind"], text: string): Edit {
  return { kind, text };
}

/** Myers: the furthest reach on each diagonal for each number of edits, then the way back. */
function edits(before: readonly string[], after: readonly string[]): Edit[] {
  const max = Math.min(before.length + after.length, MAX_EDITS);
  const trace: Int32Array[] = [];
  let reach = new Int32Array(2 * max + 3);
  for (let count = 0; count <= max; count += 1) {
    trace.push(reach);
    reach = reach.slice();
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      const x = furthest({ before, after, x: step(reach, max, { count, diagonal }) }, diagonal);
      reach[max + 1 + diagonal] = x;
      if (x >= before.length && x - diagonal >= after.length) return wayBack(trace, { before, after, max });
    }
  }
  return [...before.map((text) => edit("removed", text)), ...after.map((text) => edit("added", text))];
}

/** Where a diagonal is entered: from above (an added line) or from the left (a removed one). */
function step(reach: Int32Array, max: number, at: { count: number; diagonal: number }): number {
  const above = reach[max + 2 + at.diagonal] ?? 0;
  const left = reach[max + at.diagonal] ?? 0;
  return at.diagonal === -at.count || (at.diagonal !== at.count && left < above) ? above : left + 1;
}

function furthest(
  from: { before: readonly string[]; after: readonly string[]; x: number },
  diagonal: number,
): number {
  let { x } = from;
  while (
    x < from.before.length &&
    x - diagonal < from.after.length &&
    from.before[x] === from.after[x - diagonal]
  )
    x += 1;
  return x;
}

function wayBack(
  trace: readonly Int32Array[],
  texts: { before: readonly string[]; after: readonly string[]; max: number },
): Edit[] {
  const { before, after, max } = texts;
  const result: Edit[] = [];
  let x = before.length;
  let y = after.length;
  for (let count = trace.length - 1; count > 0; count -= 1) {
    const reach = trace[count] ?? new Int32Array();
    const diagonal = x - y;
    const above = reach[max + 2 + diagonal] ?? 0;
    const left = reach[max + diagonal] ?? 0;
    const isAdded = diagonal === -count || (diagonal !== count && left < above);
    const startX = isAdded ? above : left;
    const startY = startX - (isAdded ? diagonal + 1 : diagonal - 1);
    while (x > startX + (isAdded ? 0 : 1) && y > startY + (isAdded ? 1 : 0)) {
      x -= 1;
      y -= 1;
      result.push(edit("same", before[x] ?? ""));
    }
    result.push(isAdded ? edit("added", after[startY] ?? "") : edit("removed", before[startX] ?? ""));
    x = startX;
    y = startY;
  }
  while (x > 0) {
    x -= 1;
    result.push(edit("same", before[x] ?? ""));
  }
  return removedFirst(result.toReversed());
}

/** In each changed stretch what went stands before what came. */
function removedFirst(lines: readonly Edit[]): Edit[] {
  const result: Edit[] = [];
  let added: Edit[] = [];
  for (const line of lines) {
    if (line.kind === "added") {
      added.push(line);
      continue;
    }
    if (line.kind === "same") {
      result.push(...added);
      added = [];
    }
    result.push(line);
  }
  return [...result, ...added];
}

function number(lines: readonly Edit[]): DiffLine[] {
  let oldNumber = 0;
  let newNumber = 0;
  return lines.map((line) => {
    if (line.kind !== "added") oldNumber += 1;
    if (line.kind !== "removed") newNumber += 1;
    return {
      ...line,
      oldNumber: line.kind === "added" ? null : oldNumber,
      newNumber: line.kind === "removed" ? null : newNumber,
      mark: null,
    };
  });
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
      if (from && to) markPair(from, to);
    }
    at += Math.max(1, removed + added);
  }
}

function runOf(lines: readonly DiffLine[], start: number, kind: DiffLine["kind"]): number {
  let count = 0;
  while (lines[start + count]?.kind === kind) count += 1;
  return count;
}

/** Lines that share too little are no pair; marking nearly all of both tells nothing. */
function markPair(from: DiffLine, to: DiffLine): void {
  const shortest = Math.min(from.text.length, to.text.length);
  let start = 0;
  while (start < shortest && from.text[start] === to.text[start]) start += 1;
  let end = 0;
  while (end < shortest - start && from.text.at(-1 - end) === to.text.at(-1 - end)) end += 1;
  const alike = start + end - (/^\s*/.exec(to.text)?.[0].length ?? 0);
  if (alike * 2 < Math.min(from.text.trim().length, to.text.trim().length)) return;
  from.mark = rangeOf(start, from.text.length - end);
  to.mark = rangeOf(start, to.text.length - end);
}

function rangeOf(start: number, end: number): readonly [number, number] | null {
  return end > start ? [start, end] : null;
}
