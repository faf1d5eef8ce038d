import { createSignal, onCleanup, onMount } from "solid-js";
import { compensation, type Follow, followAfter, newItems, type ScrollAct } from "./follow.ts";

export interface FollowScroll {
  following(): boolean;
  /** How many items came since the view let go. */
  fresh(): number;
  toEnd(): void;
  /** Runs what puts content above the view, and keeps the place. */
  keepPlace(load: () => Promise<void>): Promise<void>;
}

/** Keeps a log at its end while the user reads there; lets go as soon as they look elsewhere. */
export function createFollowScroll(of: {
  log: () => HTMLElement;
  content: () => HTMLElement;
  items: () => number;
  onScroll: () => void;
}): FollowScroll {
  const [follow, setFollow] = createSignal<Follow>({ following: true, itemsSeen: 0 });
  let lastTop = 0;
  const act = (act: ScrollAct) => setFollow((before) => followAfter(before, act));
  const letGo = () => act({ kind: "let_go", items: of.items() });
  const toEnd = () => {
    act({ kind: "follow" });
    stick();
  };
  const stick = () => {
    if (!follow().following) return;
    const log = of.log();
    log.scrollTop = log.scrollHeight;
    lastTop = log.scrollTop;
  };
  const onScroll = () => {
    const box = of.log();
    const towards = box.scrollTop < lastTop ? "start" : "end";
    lastTop = box.scrollTop;
    if (!isSelecting(box)) act({ kind: "scrolled", box, items: of.items(), towards });
    of.onScroll();
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
    if (!(event.target instanceof Element) || !event.target.closest("[aria-expanded]")) return;
    letGo();
    requestAnimationFrame(() => act({ kind: "scrolled", box: of.log(), items: of.items(), towards: "end" }));
  };
  onMount(() => {
    const log = of.log();
    log.addEventListener("scroll", onScroll, { passive: true });
    log.addEventListener("wheel", onWheel, { passive: true });
    log.addEventListener("keydown", onKey);
    log.addEventListener("click", onClick, { capture: true });
    document.addEventListener("selectionchange", onSelect);
    const watcher =
      typeof ResizeObserver === "undefined" ? null : new ResizeObserver(() => (stick(), of.onScroll()));
    watcher?.observe(log);
    watcher?.observe(of.content());
    stick();
    onCleanup(() => {
      watcher?.disconnect();
      document.removeEventListener("selectionchange", onSelect);
    });
  });
  return {
    following: () => follow().following,
    fresh: () => newItems(follow(), of.items()),
    toEnd,
    async keepPlace(load) {
      const log = of.log();
      const before = log.scrollHeight;
      await load();
      // Where the browser keeps the place by itself this sets what is already there.
      if (!follow().following) log.scrollTop = lastTop + compensation(before, log.scrollHeight);
    },
  };
}

function isSelecting(within: HTMLElement): boolean {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && within.contains(selection.anchorNode);
}
