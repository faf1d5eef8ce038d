import type { SearchHit } from "@switchyard/core/protocol";
import { type Accessor, createEffect, createMemo, on } from "solid-js";
import type { App } from "./app.ts";
import { createHits, type Hits, MOST_HITS } from "./hits.ts";

/** What was found in one session, the best first. */
export interface SearchGroup {
  readonly sessionId: string;
  readonly hits: readonly SearchHit[];
}

export interface Search extends Omit<Hits, "hits"> {
  /** In the order of their best hits. */
  readonly groups: Accessor<readonly SearchGroup[]>;
}

/** Searches all sessions. */
export function createSearch(app: App, query: Accessor<string>): Search {
  const search = (text: string) => app.wire.call("searchSessions", { query: text, limit: MOST_HITS });
  const { hits, ...rest } = createHits(search, query);
  const groups = createMemo(() => groupHits(hits()));
  createEffect(
    on(groups, (all) => {
      const ids = all.map((group) => group.sessionId);
      const unknown = ids.filter((id) => app.sessions.get(id) === undefined);
      // A session that can't be looked up goes by its id.
      if (unknown.length > 0) app.sessions.find(unknown).catch(() => undefined);
    }),
  );
  return { groups, ...rest };
}

function groupHits(hits: readonly SearchHit[]): SearchGroup[] {
  return [...Map.groupBy(hits, (hit) => hit.sessionId as string)].map(([sessionId, members]) => ({
    sessionId,
    hits: members,
  }));
}
