import type { SearchHit } from "@switchyard/core/protocol";
import { type Accessor, batch, createEffect, createSignal, on, onCleanup } from "solid-js";
import { toWireError, type WireError } from "../wire/wire-error.ts";

/** A query waits so long for the next letter. */
const TYPING_MS = 150;
/** While the bridge still reads older sessions, it is asked again after so long. */
const AGAIN_MS = 1000;
/** Hits that are asked for. */
export const MOST_HITS = 100;

/** What the bridge answers to a query. */
export interface Found {
  readonly hits: readonly SearchHit[];
  readonly isComplete: boolean;
}

export interface Hits {
  /** Those of the last answer. */
  readonly hits: Accessor<readonly SearchHit[]>;
  /** `idle`: nothing is asked for. */
  readonly state: Accessor<"idle" | "searching" | "done" | "failed">;
  readonly error: Accessor<WireError | null>;
  /** False: the bridge has not read all sessions yet. */
  readonly isComplete: Accessor<boolean>;
  again(): void;
}

/** Searches for a query as it is typed; an answer that another query has overtaken is not shown. */
export function createHits(search: (query: string) => Promise<Found>, query: Accessor<string>): Hits {
  const [hits, setHits] = createSignal<readonly SearchHit[]>([]);
  const [state, setState] = createSignal<"idle" | "searching" | "done" | "failed">("idle");
  const [error, setError] = createSignal<WireError | null>(null);
  const [isComplete, setComplete] = createSignal(true);
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(text: string): Promise<void> {
    asked += 1;
    const own = asked;
    try {
      const answer = await search(text);
      if (own !== asked) return;
      batch(() => {
        setHits(answer.hits);
        setComplete(answer.isComplete);
        setError(null);
        setState("done");
      });
      if (!answer.isComplete) timer = setTimeout(() => void ask(text), AGAIN_MS);
    } catch (thrown) {
      if (own !== asked) return;
      setError(toWireError(thrown));
      setState("failed");
    }
  }

  function start(text: string, delay: number): void {
    clearTimeout(timer);
    asked += 1;
    if (text === "") {
      setHits([]);
      setState("idle");
      return;
    }
    setState("searching");
    timer = setTimeout(() => void ask(text), delay);
  }

  createEffect(on(query, (text, before) => start(text.trim(), before === undefined ? 0 : TYPING_MS)));
  onCleanup(() => {
    asked += 1;
    clearTimeout(timer);
  });
  return { hits, state, error, isComplete, again: () => start(query().trim(), 0) };
}
