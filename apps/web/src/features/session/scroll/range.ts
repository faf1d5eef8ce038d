/** Rows from `from` (inclusive) to `to` (exclusive) are in the page. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Rows of known or guessed height, one under the other, in CSS pixels. */
export interface Sizes {
  readonly count: number;
  of(index: number): number;
}

/** What is looked at: a row, how far its top is below the top edge, and the height of the view. */
export interface Look {
  readonly index: number;
  readonly top: number;
  readonly height: number;
  /** Kept ready above and below the view. */
  readonly overscan: number;
}

/** So much is kept ready in the end, so that scrolling shows no gap. */
export const OVERSCAN = 900;
/** Rows of a view that has no height yet. */
const UNMEASURED = 100;

export function rangeAround(sizes: Sizes, look: Look): Range {
  if (look.height === 0) return rangeAtEnd(sizes, look);
  const index = Math.max(0, Math.min(look.index, sizes.count - 1));
  let from = index;
  for (let y = look.top; from > 0 && y > -look.overscan; from -= 1) y -= sizes.of(from - 1);
  let to = index;
  for (let y = look.top; to < sizes.count && y < look.height + look.overscan; to += 1) y += sizes.of(to);
  return { from, to: Math.max(to, Math.min(index + 1, sizes.count)) };
}

export function rangeAtEnd(sizes: Sizes, look: Pick<Look, "height" | "overscan">): Range {
  if (look.height === 0) return { from: Math.max(0, sizes.count - UNMEASURED), to: sizes.count };
  let from = sizes.count;
  for (let y = look.height; from > 0 && y > -look.overscan; from -= 1) y -= sizes.of(from - 1);
  return { from, to: sizes.count };
}

export function heightOf(sizes: Sizes, range: Range): number {
  let sum = 0;
  for (let index = range.from; index < range.to; index += 1) sum += sizes.of(index);
  return sum;
}

/** The row at a height, and where its top is; the last one below them all. */
export function rowAt(sizes: Sizes, y: number): { index: number; top: number } {
  let top = 0;
  for (let index = 0; index < sizes.count - 1; index += 1) {
    const next = top + sizes.of(index);
    if (next > y) return { index, top };
    top = next;
  }
  return { index: Math.max(0, sizes.count - 1), top };
}
