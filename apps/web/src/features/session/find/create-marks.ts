import { type Accessor, createEffect, on, onCleanup } from "solid-js";
import { oncePerFrame } from "../../../state/frames.ts";
import { wordRanges } from "./word-ranges.ts";

/**
 * Marks words in the rows that are in the page, as long as the owner lives. The browser paints them, so that no
 * row is touched; where it can't, the row of the hit is marked and nothing more.
 */
export function createMarks(of: {
  log: HTMLElement;
  words: Accessor<readonly string[]>;
  /** The row of the current hit, whose marks stand out. */
  hit: Accessor<string | null>;
}): void {
  if (typeof Highlight === "undefined") return;
  const frame = oncePerFrame(() => {
    const words = of.words();
    const row = of.log.querySelector("[data-hit]");
    CSS.highlights.set(ALL, new Highlight(...wordRanges(of.log, words)));
    const here = new Highlight(...(row ? wordRanges(row, words) : []));
    here.priority = 1;
    CSS.highlights.set(HERE, here);
  });
  const watcher = new MutationObserver(() => frame.ask());
  watcher.observe(of.log, { childList: true, characterData: true, subtree: true });
  createEffect(on([of.words, of.hit], () => frame.ask()));
  onCleanup(() => {
    watcher.disconnect();
    frame.cancel();
    CSS.highlights.delete(ALL);
    CSS.highlights.delete(HERE);
  });
}

/** As the style sheet names them. */
const ALL = "find";
const HERE = "find-here";
