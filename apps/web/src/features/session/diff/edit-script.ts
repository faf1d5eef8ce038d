import { anchorsOf } from "./anchors.ts";

/** What becomes of the next line: it stays, goes or comes. */
export type Edit = "same" | "removed" | "added";

/**
 * The shortest way from one list to another, in each changed stretch what goes before what comes. Where more than
 * `max` entries differ, it goes by way of those that each list has once: not always the shortest, never a slow one.
 */
export function editScript(before: readonly string[], after: readonly string[], max: number): Edit[] {
  const head = commonStart(before, after);
  const tail = commonEnd(before.slice(head), after.slice(head));
  const middle = {
    before: before.slice(head, before.length - tail),
    after: after.slice(head, after.length - tail),
  };
  const edits = shortest(middle, max) ?? byAnchors(middle, max);
  return [...same(head), ...removedFirst(edits), ...same(tail)];
}

/** Entries that stand once in each list stay where they are; what lies between two of them is compared by itself. */
function byAnchors({ before, after }: Lists, max: number): Edit[] {
  const anchors = anchorsOf({ before, after });
  if (anchors.length === 0) return [...before.map((): Edit => "removed"), ...after.map((): Edit => "added")];
  const edits: Edit[] = [];
  let [x, y] = [0, 0];
  for (const [toX, toY] of [...anchors, [before.length, after.length] as const]) {
    for (const edit of editScript(before.slice(x, toX), after.slice(y, toY), max)) edits.push(edit);
    if (toX < before.length) edits.push("same");
    [x, y] = [toX + 1, toY + 1];
  }
  return edits;
}

interface Lists {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function same(count: number): Edit[] {
  return Array.from({ length: count }, () => "same");
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

/** Myers: the furthest reach on each diagonal for each number of edits, then the way back; null: it takes too many. */
function shortest(lists: Lists, most: number): Edit[] | null {
  const { before, after } = lists;
  const max = Math.min(before.length + after.length, most);
  const trace: Int32Array[] = [];
  let reach = new Int32Array(2 * max + 3);
  for (let count = 0; count <= max; count += 1) {
    trace.push(reach);
    reach = reach.slice();
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      const x = furthest(lists, diagonal, step(reach, max, { count, diagonal }).x);
      reach[max + 1 + diagonal] = x;
      if (x >= before.length && x - diagonal >= after.length) return wayBack(trace, lists, max);
    }
  }
  return null;
}

/** Where a diagonal is entered: from above (an added line) or from the left (a removed one). */
function step(
  reach: Int32Array,
  max: number,
  at: { count: number; diagonal: number },
): { x: number; isAdded: boolean; from: number } {
  const above = reach[max + 2 + at.diagonal] ?? 0;
  const left = reach[max + at.diagonal] ?? 0;
  const isAdded = at.diagonal === -at.count || (at.diagonal !== at.count && left < above);
  return { x: isAdded ? above : left + 1, isAdded, from: isAdded ? above : left };
}

function furthest({ before, after }: Lists, diagonal: number, from: number): number {
  let x = from;
  while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
  return x;
}

function wayBack(trace: readonly Int32Array[], { before, after }: Lists, max: number): Edit[] {
  const result: Edit[] = [];
  let x = before.length;
  let y = after.length;
  for (let count = trace.length - 1; count > 0; count -= 1) {
    const diagonal = x - y;
    const { isAdded, from } = step(trace[count] ?? new Int32Array(), max, { count, diagonal });
    const fromY = from - (isAdded ? diagonal + 1 : diagonal - 1);
    const entered = isAdded ? from : from + 1;
    for (; x > entered; x -= 1) result.push("same");
    result.push(isAdded ? "added" : "removed");
    x = from;
    y = fromY;
  }
  for (; x > 0; x -= 1) result.push("same");
  return result.toReversed();
}

function removedFirst(edits: readonly Edit[]): Edit[] {
  const result: Edit[] = [];
  let added = 0;
  for (const edit of [...edits, "same" as const]) {
    if (edit === "added") added += 1;
    else if (edit === "removed") result.push(edit);
    else {
      for (; added > 0; added -= 1) result.push("added");
      result.push(edit);
    }
  }
  result.pop();
  return result;
}
