/** Places that two lists have in common, in the order of both: of entries that stand once in each the most that keep it. */
export function anchorsOf(lists: {
  before: readonly string[];
  after: readonly string[];
}): (readonly [number, number])[] {
  const inAfter = places(lists.after);
  const pairs = [...places(lists.before)].flatMap(([text, x]) => {
    const y = inAfter.get(text);
    return y === undefined || x === MANY || y === MANY ? [] : [[x, y] as const];
  });
  return inOrder(pairs.toSorted(([a], [b]) => a - b));
}

const MANY = -1;

/** Where each entry stands; `MANY` for one that does so more than once. */
function places(list: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const [at, text] of list.entries()) found.set(text, found.has(text) ? MANY : at);
  return found;
}

/** The longest run of pairs, in their order, whose second places go up too. */
function inOrder(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  /** For each length the pair that ends a run of it with the lowest place, and for each pair the one before it. */
  const ends: number[] = [];
  const before: number[] = [];
  for (const [at, [, y]] of pairs.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.[1] ?? 0) < y) low = middle + 1;
      else high = middle;
    }
    before[at] = ends[low - 1] ?? -1;
    ends[low] = at;
  }
  const run: (readonly [number, number])[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = pairs[at];
    if (pair) run.push(pair);
  }
  return run.toReversed();
}
