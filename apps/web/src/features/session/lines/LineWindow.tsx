import { createEffect, createMemo, createSignal, For, type JSX, on, onCleanup, onMount } from "solid-js";
import { oncePerFrame } from "../../../state/frames.ts";
import "./lines.css";

/** The height of a line, in CSS pixels: that of `--t-code`. */
export const LINE_HEIGHT = 19;

/**
 * Lines of one height, of which only those around the view are in the page, however many there are. They scroll
 * to the side as far as the longest reaches; the text of a `sticky` window stays, and is told by `--shift` how far.
 */
export function LineWindow(props: {
  count: number;
  label: string;
  /** The longest line, in characters. */
  columns: number;
  /** A line that is brought into view, whenever it changes; null: none. */
  at?: number | null;
  isSticky?: boolean;
  ref?: (element: HTMLElement) => void;
  children: (index: number) => JSX.Element;
}) {
  let scroller!: HTMLDivElement;
  let spacer!: HTMLDivElement;
  let view!: HTMLDivElement;
  const [top, setTop] = createSignal(0);
  const [height, setHeight] = createSignal(0);
  const range = createMemo(
    () => {
      const first = Math.floor(top() / LINE_HEIGHT);
      const shown = Math.ceil((height() || UNKNOWN_HEIGHT) / LINE_HEIGHT);
      const from = Math.max(0, Math.min(first, props.count - shown) - OVERSCAN);
      return { from, to: Math.min(props.count, first + shown + OVERSCAN) };
    },
    undefined,
    { equals: (a, b) => a.from === b.from && a.to === b.to },
  );
  const lines = createMemo(() => {
    const { from, to } = range();
    return Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  });
  const frame = oncePerFrame(() => {
    setTop(scroller.scrollTop);
    if (props.isSticky) view.style.setProperty("--shift", `${-scroller.scrollLeft}px`);
  });
  createEffect(() => {
    spacer.style.setProperty("height", `${props.count * LINE_HEIGHT}px`);
    spacer.style.setProperty("--columns", String(props.columns));
  });
  createEffect(() => view.style.setProperty("translate", `0 ${range().from * LINE_HEIGHT}px`));
  createEffect(
    on(
      () => props.at,
      (at) => at !== null && at !== undefined && bringToView(scroller, at),
    ),
  );
  onMount(() => {
    props.ref?.(scroller);
    setHeight(scroller.clientHeight);
    const watcher =
      typeof ResizeObserver === "undefined"
        ? null
        : new ResizeObserver(() => setHeight(scroller.clientHeight));
    watcher?.observe(scroller);
    onCleanup(() => watcher?.disconnect());
  });
  onCleanup(() => frame.cancel());
  return (
    <div
      ref={scroller}
      class="line-window"
      data-sticky={props.isSticky ? "" : undefined}
      tabindex="0"
      role="region"
      aria-label={props.label}
      onScroll={() => frame.ask()}
      onKeyDown={(event) => {
        // What scrolls takes the keys that would go to the ends of the transcript.
        if (event.key === "Home" || event.key === "End") event.stopPropagation();
      }}
    >
      <div ref={spacer} class="line-space">
        <div ref={view} class="line-view">
          <For each={lines()}>{(index) => props.children(index)}</For>
        </div>
      </div>
    </div>
  );
}

const OVERSCAN = 12;
/** Where nothing has a size. */
const UNKNOWN_HEIGHT = 760;

function bringToView(scroller: HTMLElement, at: number): void {
  const [top, bottom] = [at * LINE_HEIGHT, (at + 1) * LINE_HEIGHT];
  const isIn = top >= scroller.scrollTop && bottom <= scroller.scrollTop + scroller.clientHeight;
  if (!isIn) scroller.scrollTop = Math.max(0, top - scroller.clientHeight / 3);
}
