import type { PlanRows } from "../model/rows.ts";

/** What is looked at of rows of one height, in px. */
export interface View {
  readonly top: number;
  /** Of the rows that are seen, without the head; 0: it has none. */
  readonly height: number;
  readonly rowHeight: number;
}

/** Rows from `from` (inclusive) to `to` (exclusive). */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Rows that are ready above and below those that are seen. */
const OVERSCAN = 8;
/** Rows of a view that has no height. */
const UNMEASURED = 60;

/** The rows to have in the page: those that are seen, and `ready` more above and below. */
export function rangeOf(count: number, view: View, ready: number = OVERSCAN): RowRange {
  if (view.height === 0) return { from: 0, to: Math.min(count, UNMEASURED) };
  const first = Math.floor(view.top / view.rowHeight);
  const last = Math.ceil((view.top + view.height) / view.rowHeight);
  return {
    from: Math.max(0, Math.min(first - ready, count)),
    to: Math.max(0, Math.min(last + ready, count)),
  };
}

/** The greatest top there is. */
export function lastTop(count: number, view: View): number {
  return Math.max(0, count * view.rowHeight - view.height);
}

/**
 * The top with which other rows keep what is seen where it is: the first of `anchors` that is seen and is still
 * there, else the first row in view that is.
 */
export function keptTop(
  before: PlanRows,
  after: PlanRows,
  look: View & { anchors: readonly string[] },
): number {
  const { top, height, rowHeight } = look;
  const isSeen = (index: number) => {
    const y = index * rowHeight - top;
    return index >= 0 && y > -rowHeight && y < height;
  };
  const wanted = look.anchors.find((id) => isSeen(before.at(id)) && after.at(id) >= 0);
  const anchor = wanted ?? firstKept(before, after, Math.floor(top / rowHeight));
  if (anchor === undefined) return top;
  return after.at(anchor) * rowHeight - (before.at(anchor) * rowHeight - top);
}

function firstKept(before: PlanRows, after: PlanRows, from: number): string | undefined {
  for (let index = from; index < before.ids.length; index += 1) {
    const id = before.ids[index];
    if (after.at(id) >= 0) return id;
  }
  return undefined;
}

/** The top that brings a row into view, moving as little as it can. */
export function topShowing(index: number, view: View): number {
  const y = index * view.rowHeight;
  if (y < view.top) return y;
  return Math.max(view.top, y + view.rowHeight - view.height);
}
