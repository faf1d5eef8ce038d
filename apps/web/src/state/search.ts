import type { SearchHit } from "@switchyard/core/protocol";
import { type Accessor, batch, createEffect, createSignal, on, onCleanup } from "solid-js";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { App } from "./app.ts";

/** A query waits so long for the next letter. */
const TYPING_MS = 150;
/** While the bridge still reads older sessions, it is asked again after so long. */
const AGAIN_MS = 1000;
const HITS = 100;

/** What was found in one session, the best first. */
export interface SearchGroup {
  readonly sessionId: string;
  readonly hits: readonly SearchHit[];
}

export interface Search {
  /** In the order of their best hits. */
  readonly groups: Accessor<readonly SearchGroup[]>;
  /** `idle`: nothing is asked for. */
  readonly state: Accessor<"idle" | "searching" | "done" | "failed">;
  readonly error: Accessor<WireError | null>;
  /** False: the bridge has not read all sessions yet. */
  readonly isComplete: Accessor<boolean>;
  again(): void;
}

/** Searches for a query as it is typed; an answer that another query has overtaken is not shown. */
export function createSearch(app: App, query: Accessor<string>): Search {
  const [groups, setGroups] = createSignal<readonly SearchGroup[]>([]);
  const [state, setState] = createSignal<"idle" | "searching" | "done" | "failed">("idle");
  const [error, setError] = createSignal<WireError | null>(null);
  const [isComplete, setComplete] = createSignal(true);
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(text: string): Promise<void> {
    asked += 1;
    const own = asked;
    try {
      const answer = await app.wire.call("searchSessions", { query: text, limit: HITS });
      if (own !== asked) return;
      const found = groupHits(answer.hits);
      batch(() => {
        setGroups(found);
        setComplete(answer.isComplete);
        setError(null);
        setState("done");
      });
      if (!answer.isComplete) timer = setTimeout(() => void ask(text), AGAIN_MS);
      const unknown = found.filter((group) => app.sessions.get(group.sessionId) === undefined);
      if (unknown.length > 0) await app.sessions.find(unknown.map((group) => group.sessionId));
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
      setGroups([]);
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
  return { groups, state, error, isComplete, again: () => start(query().trim(), 0) };
}

function groupHits(hits: readonly SearchHit[]): SearchGroup[] {
  return [...Map.groupBy(hits, (hit) => hit.sessionId as string)].map(([sessionId, members]) => ({
    sessionId,
    hits: members,
  }));
}
