import type { SearchHit } from "@switchyard/core/protocol";
import { type Accessor, batch, createEffect, createMemo, createSignal, on } from "solid-js";
import { createHits, type Found, type Hits, MOST_HITS } from "../../../state/hits.ts";

export interface Find extends Omit<Hits, "hits"> {
  readonly query: Accessor<string>;
  setQuery(query: string): void;
  readonly count: Accessor<number>;
  /** There may be more than are counted. */
  readonly isCut: Accessor<boolean>;
  /** The place of the current hit among all, from 1; 0: none. */
  readonly number: Accessor<number>;
  /** What of the transcript's text the hits are, as it is written there. */
  readonly words: Accessor<readonly string[]>;
  /** Goes to the next or the previous hit, round the end. */
  step(way: 1 | -1): void;
}

/** Finds words in one session: hits in the order of the log, beginning with the one next to where the user is. */
export function createFind(of: {
  search: (query: string) => Promise<Found>;
  /** The chunk where the user was when they began. */
  from: number;
  /** Goes to a hit; null: there is none to be at. */
  onHit: (hit: SearchHit | null) => void;
}): Find {
  const [query, setQuery] = createSignal("");
  const { hits: answered, ...rest } = createHits(of.search, query);
  const hits = createMemo(() => inOrder(answered()));
  const [current, setCurrent] = createSignal<number | null>(null);
  const at = createMemo(() => hits().findIndex((hit) => hit.seq === current()));
  const go = (hit: SearchHit | undefined) => {
    setCurrent(hit?.seq ?? null);
    of.onHit(hit ?? null);
  };
  createEffect(
    on(
      hits,
      (all) => {
        if (all.some((hit) => hit.seq === current())) return;
        go(all.find((hit) => hit.seq >= of.from) ?? all.at(-1));
      },
      { defer: true },
    ),
  );
  return {
    ...rest,
    query,
    setQuery,
    count: () => hits().length,
    isCut: () => answered().length >= MOST_HITS,
    number: () => at() + 1,
    words: createMemo(() => matched(hits())),
    step(way) {
      const all = hits();
      if (all.length > 0) batch(() => go(all.at((at() + way) % all.length)));
    },
  };
}

/** A title is no place in the transcript. */
function inOrder(hits: readonly SearchHit[]): SearchHit[] {
  return hits.filter((hit) => hit.kind !== "title").toSorted((a, b) => a.seq - b.seq);
}

function matched(hits: readonly SearchHit[]): string[] {
  const words = hits.flatMap(({ text, ranges }) => ranges.map(([from, to]) => text.slice(from, to)));
  return [...new Set(words.map((word) => word.toLowerCase()))].filter((word) => word.trim() !== "");
}
