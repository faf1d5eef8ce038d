import { type Accessor, createSignal, onCleanup } from "solid-js";
import { wordRanges } from "../find/word-ranges.ts";
import type { LogWindow } from "../scroll/create-log-window.ts";
import type { LogMoves } from "./create-moves.ts";

export interface Hit {
  /** The row that was gone to, while it is marked. */
  readonly key: Accessor<string | null>;
  /** Goes to a chunk from elsewhere: its row takes the focus, and is marked for a moment. */
  arrive(seq: number): Promise<void>;
  /** Goes to a chunk of the find bar, with its words in view; the mark stays. Null: there is none. */
  stand(seq: number | null, words: () => readonly string[]): Promise<void>;
  clear(): void;
}

export function createHit(of: { moves: LogMoves; scroll: LogWindow; log: () => HTMLElement }): Hit {
  const [key, setKey] = createSignal<string | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  const row = () => of.log().querySelector<HTMLElement>("[data-hit]");

  /** False: there is no such row, or another was asked for meanwhile. */
  async function go(seq: number | null): Promise<boolean> {
    asked += 1;
    const own = asked;
    clearTimeout(timer);
    const next = seq === null ? undefined : await of.moves.toChunk(seq);
    if (own !== asked) return false;
    setKey(next ?? null);
    return next !== undefined;
  }

  /** A long message is gone to by its first word that is looked for, not by its beginning. */
  function showWord(words: readonly string[]): void {
    const third = of.log().clientHeight / 3;
    if (third === 0) return;
    const [at, element] = [key(), row()];
    const word = element && wordRanges(element, words)[0];
    if (at === null || !word) return;
    const range = document.createRange();
    range.setStart(word.startContainer, word.startOffset);
    range.setEnd(word.endContainer, word.endOffset);
    const below = range.getBoundingClientRect().top - element.getBoundingClientRect().top;
    if (below > third) of.scroll.reveal(at, third - below);
  }

  onCleanup(() => clearTimeout(timer));
  return {
    key,
    async arrive(seq) {
      if (!(await go(seq))) return;
      row()?.focus({ preventScroll: true });
      timer = setTimeout(() => setKey(null), HIT_MS);
    },
    async stand(seq, words) {
      if (await go(seq)) showWord(words());
    },
    clear() {
      asked += 1;
      setKey(null);
    },
  };
}

const HIT_MS = 2000;
