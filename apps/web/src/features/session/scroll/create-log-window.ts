import {
  type Accessor,
  batch,
  createEffect,
  createMemo,
  createSignal,
  on,
  onCleanup,
  onMount,
} from "solid-js";
import { oncePerFrame, oncePerMicrotask } from "../../../state/frames.ts";
import { type Follow, followAfter, newItems, type ScrollAct } from "./follow.ts";
import { heightOf, OVERSCAN, type Range, rangeAround, rangeAtEnd, rowAt, type Sizes } from "./range.ts";
import { createRowSizes } from "./row-sizes.ts";

/** The rows of a log that are in the page, and where the view stands among all of them. */
export interface LogWindow {
  readonly range: Accessor<Range>;
  following(): boolean;
  /** How many items came since the view let go. */
  fresh(): number;
  toEnd(): void;
  /** Puts a row's top so far below the top edge, and keeps it there. */
  reveal(key: string, top: number): void;
  /** Takes the element of a row, as long as the owner lives. */
  mount(element: HTMLElement, key: string): void;
  /** The first row in view, and how far its top is below the top edge. */
  first(): RowPlace | undefined;
  /** The first rows in view, some of them. */
  seen(): readonly RowPlace[];
}

export interface RowPlace {
  readonly key: string;
  readonly top: number;
}

export interface LogWindowOptions {
  log: () => HTMLElement;
  /** They stand for the rows that are not in the page. */
  spaces: () => { before: HTMLElement; after: HTMLElement };
  keys: Accessor<readonly string[]>;
  /** The likely height of a row that was never in the page. */
  guess: (key: string) => number;
  /** How many items came live so far. */
  came: () => number;
  /** False: what is shown is not the newest, so its end is not the end. */
  isNewest: () => boolean;
  onMove: () => void;
}

/**
 * Keeps a log at its end while the user reads there, and lets go as soon as they look elsewhere; then the first
 * rows in view stay where they are, whatever comes, goes or grows around them. Only the rows near the view are
 * in the page.
 */
export function createLogWindow(of: LogWindowOptions): LogWindow {
  const [follow, setFollow] = createSignal<Follow>(
    { following: true, itemsSeen: 0 },
    { equals: isSameFollow },
  );
  const [height, setHeight] = createSignal(0);
  const [anchors, setAnchors] = createSignal<readonly RowPlace[]>([], { equals: areSamePlaces });
  const [measured, setMeasured] = createSignal(0);
  const [asked, setAsked] = createSignal(0);
  const rows = createRowSizes(of.guess);
  const mounted = new Map<string, HTMLElement>();
  const keyOf = new WeakMap<Element, string>();
  let lastTop = 0;
  let width = 0;
  const places = createMemo(() => new Map(of.keys().map((key, index) => [key, index])));
  const sizes = (): Sizes => {
    const keys = of.keys();
    return { count: keys.length, of: (index) => rows.of(keys[index] ?? "") };
  };
  let reach = 0;
  const range = createMemo<Range>(
    (before) => {
      measured();
      const next = inSlices();
      const isSame = before.from === next.from && before.to === next.to;
      return isSame ? before : next;
    },
    { from: 0, to: 0 },
  );

  /** Where the view is thrown far, the rows in it come first and those around it frame by frame. */
  function inSlices(): Range {
    const whole = wanted(OVERSCAN);
    if (height() === 0 || newHeight(whole) <= SLICE) {
      reach = OVERSCAN;
      return whole;
    }
    const hasView = newHeight(wanted(0)) === 0;
    reach = hasView ? Math.min(OVERSCAN, reach + SLICE / 2) : SLICE / 2;
    if (reach < OVERSCAN) more.ask();
    return wanted(reach);
  }

  /** How high the rows of a range are that are not in the page yet. */
  function newHeight({ from, to }: Range): number {
    const keys = of.keys().slice(from, to);
    return keys.reduce((sum, key) => sum + (mounted.has(key) ? 0 : rows.of(key)), 0);
  }

  function wanted(overscan: number): Range {
    if (follow().following) return rangeAtEnd(sizes(), { height: height(), overscan });
    const anchor = anchors().find(({ key }) => places().has(key));
    return rangeAround(sizes(), {
      index: places().get(anchor?.key ?? "") ?? 0,
      top: anchor?.top ?? 0,
      height: height(),
      overscan,
    });
  }

  /**
   * After rows came or went. At the end the observer of sizes does the rest before anything is painted; elsewhere
   * heights and the anchor are read in one layout.
   */
  function settle(): void {
    setSpaces();
    if (follow().following && watcher !== null) return;
    const isNew = measure(([key]) => !rows.isKnown(key));
    place();
    if (isNew && isViewFilled()) more.ask();
    else if (isNew) setMeasured((count) => count + 1);
    of.onMove();
  }

  /** Reads the heights of rows in the page; true where one is another than was known. */
  function measure(which: (row: [key: string, element: HTMLElement]) => boolean): boolean {
    const read = [...mounted].filter(which);
    const learned = read.map(([key, element]) => rows.learn(key, element.getBoundingClientRect().height));
    rows.tidy(places());
    return learned.includes(true);
  }

  /** True where one has another height now. */
  function setSpaces(): boolean {
    const { before, after } = of.spaces();
    const all = sizes();
    const isBefore = setHeightOf(before, heightOf(all, { from: 0, to: range().from }));
    const isAfter = setHeightOf(after, heightOf(all, { from: range().to, to: all.count }));
    return isBefore || isAfter;
  }

  /** Brings the view to where it belongs. */
  function place(): void {
    const log = of.log();
    if (follow().following) log.scrollTop = END;
    else keepAnchor(log);
    lastTop = log.scrollTop;
  }

  /** Whether the rows in the page reach over the view, so that the next may come a frame later. */
  function isViewFilled(): boolean {
    const anchor = anchors().find(({ key }) => mounted.has(key));
    const index = places().get(anchor?.key ?? "");
    if (anchor === undefined || index === undefined) return false;
    const all = sizes();
    const { from, to } = range();
    const isFilledAbove = from === 0 || anchor.top - heightOf(all, { from, to: index }) <= 0;
    const bottom = anchor.top + heightOf(all, { from: index, to });
    return isFilledAbove && (to === all.count || bottom >= height());
  }

  /** `scrolled` since the anchors were read: what moved by another way than that is put back. */
  function keepAnchor(log: HTMLElement, scrolled = 0): void {
    const anchor = anchors().find(({ key }) => mounted.has(key));
    const element = anchor && mounted.get(anchor.key);
    if (!anchor || !element) return;
    const moved = topIn(log, element) - (anchor.top - scrolled);
    if (Math.abs(moved) >= 0.5) log.scrollTop += moved;
  }

  function readAnchors(): void {
    const log = of.log();
    const [edge, bottom] = [log.getBoundingClientRect().top, log.clientHeight];
    const keys = of.keys().slice(range().from, range().to);
    const seen: RowPlace[] = [];
    for (const key of keys) {
      const element = mounted.get(key);
      if (element === undefined) continue;
      const top = element.getBoundingClientRect().top - edge;
      if (top >= bottom && seen.length > 0) break;
      if (top + rows.of(key) > 0 && top < bottom) seen.push({ key, top });
      if (seen.length === ANCHORS) break;
    }
    setAnchors(seen.length > 0 ? seen : guessedAnchor(log));
  }

  /** Where the view was thrown into a space: what most likely stands there. */
  function guessedAnchor(log: HTMLElement): RowPlace[] {
    const y = log.scrollTop - of.spaces().before.offsetTop;
    const { index, top } = rowAt(sizes(), y);
    const key = of.keys()[index];
    return key === undefined ? [] : [{ key, top: top - y }];
  }

  const act = (act: ScrollAct) => setFollow((before) => followAfter(before, act));
  const letGo = () => {
    if (!follow().following) return;
    batch(() => {
      readAnchors();
      act({ kind: "let_go", items: of.came() });
    });
  };
  const scrolled = (towards: "start" | "end") => {
    const { scrollTop, clientHeight, scrollHeight } = of.log();
    const isPastEnd = !of.isNewest();
    const box = { scrollTop, clientHeight, scrollHeight: scrollHeight + (isPastEnd ? FAR : 0) };
    batch(() => {
      readAnchors();
      act({ kind: "scrolled", box, items: of.came(), towards });
    });
  };
  /** Where the end is in view once all has its height, it is followed again. */
  const lookAtEnd = () =>
    requestAnimationFrame(() => {
      place();
      scrolled("end");
    });
  const onScroll = () => {
    const log = of.log();
    const top = log.scrollTop;
    // What was scrolled here, by ourselves.
    if (top === lastTop) return of.onMove();
    const towards = top < lastTop ? "start" : "end";
    if (!follow().following) keepAnchor(log, top - lastTop);
    lastTop = log.scrollTop;
    if (isSelecting(log)) readAnchors();
    else scrolled(towards);
    of.onMove();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "PageUp" || event.key === "Home" || event.key === "ArrowUp") letGo();
  };
  const onWheel = (event: WheelEvent) => {
    if (event.deltaY < 0) letGo();
  };
  const onSelect = () => {
    if (isSelecting(of.log())) letGo();
  };
  // What the user opens keeps its place; where the end is still in view after that, it is followed again.
  const onClick = (event: MouseEvent) => {
    const opener = event.target instanceof Element ? event.target.closest("[aria-expanded]") : null;
    if (opener === null) return;
    letGo();
    const row = [...mounted].find(([, element]) => element.contains(opener));
    if (row) setAnchors([{ key: row[0], top: topIn(of.log(), row[1]) }]);
    lookAtEnd();
  };

  onMount(() => {
    const log = of.log();
    log.addEventListener("scroll", onScroll, { passive: true });
    log.addEventListener("wheel", onWheel, { passive: true });
    log.addEventListener("keydown", onKey);
    log.addEventListener("click", onClick, { capture: true });
    document.addEventListener("selectionchange", onSelect);
    setHeight(log.clientHeight);
    watcher?.observe(log);
    // Its height changes with whatever is in it, so that the end is kept to for all of that.
    if (log.firstElementChild) watcher?.observe(log.firstElementChild);
    onCleanup(() => {
      more.cancel();
      soon.cancel();
      watcher?.disconnect();
      document.removeEventListener("selectionchange", onSelect);
    });
  });
  const resized = (entries: readonly ResizeObserverEntry[]) => {
    const log = of.log();
    const isWidth = log.clientWidth !== width;
    if (isWidth) rows.forget();
    width = log.clientWidth;
    const isNew = isWidth ? measure(() => true) : learnAll(entries);
    place();
    if (follow().following) readAnchors();
    of.onMove();
    if (isNew || log.clientHeight !== height()) more.ask();
  };

  function learnAll(entries: readonly ResizeObserverEntry[]): boolean {
    let isNew = false;
    for (const { target, borderBoxSize } of entries) {
      const key = keyOf.get(target);
      if (key === undefined || !mounted.has(key)) continue;
      if (rows.learn(key, borderBoxSize[0]?.blockSize ?? 0)) isNew = true;
    }
    rows.tidy(places());
    return isNew;
  }

  // What changes its size while sizes are told would be told of a frame later, as an error.
  const more = oncePerFrame(() => {
    batch(() => {
      setHeight(of.log().clientHeight);
      setMeasured((count) => count + 1);
    });
    if (setSpaces()) place();
  });
  const watcher = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(resized);
  // Behind the effects of the rows that came: what they show has its height then.
  const soon = oncePerMicrotask(settle);
  createEffect(on([of.keys, range], soon.ask));
  createEffect(on(asked, () => place(), { defer: true }));

  return {
    range,
    following: () => follow().following,
    fresh: () => newItems(follow(), of.came()),
    toEnd() {
      batch(() => {
        act({ kind: "follow" });
        setAsked((count) => count + 1);
      });
    },
    reveal(key, top) {
      batch(() => {
        setAnchors([{ key, top }]);
        act({ kind: "let_go", items: of.came() });
        setAsked((count) => count + 1);
      });
      lookAtEnd();
    },
    mount(element, key) {
      mounted.set(key, element);
      keyOf.set(element, key);
      watcher?.observe(element);
      onCleanup(() => {
        watcher?.unobserve(element);
        if (mounted.get(key) === element) mounted.delete(key);
        // The keys go on working where they were.
        if (element.contains(document.activeElement)) of.log().focus({ preventScroll: true });
      });
    },
    first: () => anchors()[0],
    seen: anchors,
  };
}

/** Rows in view that are remembered: where the first is gone, the next keeps the place. */
const ANCHORS = 3;
/** More than any view that is near its end. */
const FAR = 1e6;
/** Below any end. */
const END = 1e9;
/** The height of new rows that one frame has time for. */
const SLICE = 600;

function isSameFollow(a: Follow, b: Follow): boolean {
  return a.following === b.following && a.itemsSeen === b.itemsSeen;
}

function areSamePlaces(a: readonly RowPlace[], b: readonly RowPlace[]): boolean {
  return a.length === b.length && a.every(({ key, top }, at) => key === b[at]?.key && top === b[at].top);
}

/** A height that is set anew costs a layout, though it be the same. */
function setHeightOf(element: HTMLElement, height: number): boolean {
  const value = `${height}px`;
  if (element.style.getPropertyValue("height") === value) return false;
  element.style.setProperty("height", value);
  return true;
}

function topIn(log: HTMLElement, element: HTMLElement): number {
  return element.getBoundingClientRect().top - log.getBoundingClientRect().top;
}

function isSelecting(within: HTMLElement): boolean {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && within.contains(selection.anchorNode);
}
