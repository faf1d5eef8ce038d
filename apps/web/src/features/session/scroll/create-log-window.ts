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
import { type Follow, followAfter, newItems, type ScrollAct } from "./follow.ts";
import { heightOf, type Range, rangeAround, rangeAtEnd, rowAt, type Sizes } from "./range.ts";

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
  const [follow, setFollow] = createSignal<Follow>({ following: true, itemsSeen: 0 });
  const [height, setHeight] = createSignal(0);
  const [anchors, setAnchors] = createSignal<readonly RowPlace[]>([]);
  const [measured, setMeasured] = createSignal(0);
  const [asked, setAsked] = createSignal(0);
  const known = new Map<string, number>();
  const mounted = new Map<string, HTMLElement>();
  let lastTop = 0;
  let width = 0;
  const places = createMemo(() => new Map(of.keys().map((key, index) => [key, index])));
  const sizes = (): Sizes => {
    const keys = of.keys();
    return {
      count: keys.length,
      of: (index) => known.get(keys[index] ?? "") ?? of.guess(keys[index] ?? ""),
    };
  };
  const range = createMemo<Range>(
    (before) => {
      measured();
      const next = wanted();
      const isSame = before.from === next.from && before.to === next.to;
      return isSame ? before : next;
    },
    { from: 0, to: 0 },
  );

  function wanted(): Range {
    if (follow().following) return rangeAtEnd(sizes(), height());
    const anchor = anchors().find(({ key }) => places().has(key));
    return rangeAround(sizes(), {
      index: places().get(anchor?.key ?? "") ?? 0,
      top: anchor?.top ?? 0,
      height: height(),
    });
  }

  /** Reads the heights of what is in the page; true where one is another than was thought. */
  function measure(): boolean {
    let isNew = false;
    for (const [key, element] of mounted) {
      const size = element.getBoundingClientRect().height;
      if (Math.abs((known.get(key) ?? -1) - size) < 0.5) continue;
      known.set(key, size);
      isNew = true;
    }
    if (known.size > 4 * of.keys().length + 1000) {
      for (const key of [...known.keys()]) if (!places().has(key)) known.delete(key);
    }
    return isNew;
  }

  /** Brings the spaces to their heights, and the view to where it belongs; true where heights were news. */
  function settle(): boolean {
    const log = of.log();
    const isNew = measure();
    const { before, after } = of.spaces();
    const all = sizes();
    setHeightOf(before, heightOf(all, { from: 0, to: range().from }));
    setHeightOf(after, heightOf(all, { from: range().to, to: all.count }));
    if (follow().following) log.scrollTop = log.scrollHeight;
    else keepAnchor(log);
    lastTop = log.scrollTop;
    return isNew;
  }

  function keepAnchor(log: HTMLElement): void {
    const anchor = anchors().find(({ key }) => mounted.has(key));
    const element = anchor && mounted.get(anchor.key);
    if (!anchor || !element) return;
    const moved = topIn(log, element) - anchor.top;
    if (Math.abs(moved) >= 0.5) log.scrollTop += moved;
  }

  function readAnchors(): void {
    const log = of.log();
    const keys = of.keys().slice(range().from, range().to);
    const seen: RowPlace[] = [];
    for (const key of keys) {
      const element = mounted.get(key);
      if (element === undefined) continue;
      const top = topIn(log, element);
      if (top >= log.clientHeight && seen.length > 0) break;
      if (top + (known.get(key) ?? 0) > 0 && top < log.clientHeight) seen.push({ key, top });
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
  const onScroll = () => {
    const log = of.log();
    const towards = log.scrollTop < lastTop ? "start" : "end";
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
    requestAnimationFrame(() => scrolled("end"));
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
    onCleanup(() => {
      watcher?.disconnect();
      document.removeEventListener("selectionchange", onSelect);
    });
  });
  const resized = () => {
    const log = of.log();
    if (log.clientWidth !== width) known.clear();
    width = log.clientWidth;
    const isNew = settle();
    // Rows that come into the page while sizes are told would be told of a frame later, as an error.
    if (isNew || log.clientHeight !== height()) requestAnimationFrame(() => lookAgain(log));
  };
  const lookAgain = (log: HTMLElement) =>
    batch(() => {
      setHeight(log.clientHeight);
      setMeasured((count) => count + 1);
    });
  const watcher = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(resized);
  createEffect(
    on([of.keys, range, asked], () => {
      if (settle()) setMeasured((count) => count + 1);
      of.onMove();
    }),
  );

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
      requestAnimationFrame(() => scrolled("end"));
    },
    mount(element, key) {
      mounted.set(key, element);
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

/** A height that is set anew costs a layout, though it be the same. */
function setHeightOf(element: HTMLElement, height: number): void {
  const value = `${height}px`;
  if (element.style.getPropertyValue("height") !== value) element.style.setProperty("height", value);
}

function topIn(log: HTMLElement, element: HTMLElement): number {
  return element.getBoundingClientRect().top - log.getBoundingClientRect().top;
}

function isSelecting(within: HTMLElement): boolean {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && within.contains(selection.anchorNode);
}
