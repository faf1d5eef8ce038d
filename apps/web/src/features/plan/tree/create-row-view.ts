import { type Accessor, createEffect, createMemo, createSignal, onCleanup, onMount, untrack } from "solid-js";
import type { PlanRows } from "../model/rows.ts";
import { keptTop, lastTop, rangeOf, type RowRange, topShowing, type View } from "./row-window.ts";

/** The rows of the tree that are in the page, and where the view stands. */
export interface RowView {
  readonly range: Accessor<RowRange>;
  readonly rowHeight: Accessor<number>;
  /** How many rows are seen at once; at least 1. */
  perPage(): number;
  /** Brings a row into view, by the least way. */
  show(id: string): void;
}

export interface RowViewOptions {
  scroller: () => HTMLElement;
  head: () => HTMLElement;
  body: () => HTMLElement;
  rows: Accessor<PlanRows>;
  /** Where the view is at first, in px. */
  initialTop: number;
  /** Changes when the user asks for other rows. */
  asked: Accessor<string>;
  /** Those that stay where they are rather than others: under the pointer, in focus. */
  anchors: () => readonly string[];
  /** The row that is kept in view when the user asks for other rows. */
  active: () => string | undefined;
  onTop: (top: number) => void;
}

interface Standing extends View {
  readonly rows: PlanRows;
  readonly asked: string;
}

const ROW_PX = 32;
const REST_MS = 60;

/**
 * Only the rows in view are in the page. Where rows come, go or move, what is looked at stays; what the user asks
 * for is shown from its start.
 */
export function createRowView(of: RowViewOptions): RowView {
  const [scrolled, setScrolled] = createSignal<View>({ top: of.initialTop, height: 0, rowHeight: ROW_PX });
  const standing = createMemo<Standing>((before) => {
    const [view, rows, asked] = [scrolled(), of.rows(), of.asked()];
    if (before === undefined || before.rows === rows) return { ...view, rows, asked };
    const top = untrack(() => topFor(before, { rows, asked, view }));
    return { ...view, top: Math.max(0, Math.min(top, lastTop(rows.list.length, view))), rows, asked };
  });

  function topFor(
    before: Standing,
    { rows, asked, view }: { rows: PlanRows; asked: string; view: View },
  ): number {
    const look = { ...view, top: before.top };
    if (before.asked === asked) return keptTop(before.rows, rows, { ...look, anchors: of.anchors() });
    const active = of.active();
    const isKept = before.rows.at(active) >= 0 && rows.at(active) >= 0 && active !== before.rows.ids[0];
    if (active === undefined || !isKept) return 0;
    return topShowing(rows.at(active), {
      ...look,
      top: keptTop(before.rows, rows, { ...look, anchors: [active] }),
    });
  }

  const [rests, setRests] = createSignal(0);
  let resting: ReturnType<typeof setTimeout> | undefined;
  const [isMeasured, setMeasured] = createSignal(false);
  /** Thrown far, the view has the rows that are seen, and those around them when it rests. */
  const range = createMemo<RowRange>(
    (before) => {
      rests();
      // The first rows are as many as there is room for.
      if (!isMeasured()) return before;
      const count = standing().rows.list.length;
      const whole = rangeOf(count, standing());
      const isFar = whole.from >= before.to || whole.to <= before.from;
      if (!isFar || standing().height === 0) return whole;
      clearTimeout(resting);
      resting = setTimeout(() => setRests((count) => count + 1), REST_MS);
      return rangeOf(count, standing(), 0);
    },
    { from: 0, to: 0 },
    { equals: (a, b) => a.from === b.from && a.to === b.to },
  );
  const rowHeight = createMemo(() => standing().rowHeight);

  // Before anything is painted: the height first, so that there is room for the top.
  let actual = 0;
  createEffect(() => {
    const { rows, top, height, rowHeight: px } = standing();
    setHeight(of.body(), rows.list.length * px);
    if (height === 0) return;
    of.onTop(top);
    // To ask for where it stands would lay all out; what was scrolled there is known.
    if (actual === top) return;
    of.scroller().scrollTop = top;
    actual = top;
    setScrolled((view) => ({ ...view, top }));
  });

  onMount(() => {
    const scroller = of.scroller();
    const measure = () => {
      setMeasured(true);
      const height = Math.max(0, scroller.clientHeight - of.head().offsetHeight);
      // Put away, it has no place: the one that it had is kept for when it is back.
      if (height === 0) return;
      const view = { top: untrack(standing).top, height, rowHeight: rowHeightOf(scroller) };
      setScrolled({ ...view, top: Math.min(view.top, lastTop(untrack(of.rows).list.length, view)) });
    };
    // It comes once a frame, before anything of the frame was changed: asking lays nothing out.
    const onScroll = () => {
      actual = scroller.scrollTop;
      setScrolled((view) => ({ ...view, top: actual }));
    };
    scroller.addEventListener("scroll", onScroll, { passive: true });
    const watcher = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(measure);
    // It tells the size at first too, once all is laid out: to ask for it here would lay it out twice.
    if (watcher === null) measure();
    else watcher.observe(scroller);
    onCleanup(() => {
      watcher?.disconnect();
      clearTimeout(resting);
      scroller.removeEventListener("scroll", onScroll);
    });
  });

  return {
    range,
    rowHeight,
    perPage: () => Math.max(1, Math.floor(standing().height / standing().rowHeight) - 1),
    show(id) {
      const view = untrack(standing);
      const index = view.rows.at(id);
      if (index < 0 || view.height === 0) return;
      const top = topShowing(index, view);
      if (top === view.top) return;
      setScrolled({ top, height: view.height, rowHeight: view.rowHeight });
    },
  };
}

function setHeight(body: HTMLElement, px: number): void {
  const height = `${px}px`;
  if (body.style.getPropertyValue("height") !== height) body.style.setProperty("height", height);
}

/** A property of the theme, since it is another on a phone and in a dense view. */
function rowHeightOf(scroller: HTMLElement): number {
  const px = Number.parseFloat(getComputedStyle(scroller).getPropertyValue("--plan-row"));
  return px > 0 ? px : ROW_PX;
}
