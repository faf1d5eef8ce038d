import type { SessionInfo } from "@switchyard/core/protocol";
import { type Accessor, createMemo, mapArray } from "solid-js";
import type { Backends } from "./backends.ts";
import { endedAt, endKey, firstOfEach, type Need, nextNeed, requestKey } from "./needs.ts";
import type { Requests } from "./requests.ts";
import type { Seen } from "./seen.ts";
import type { Sessions } from "./sessions.ts";
import type { Snoozed } from "./snoozed.ts";
import { deriveStatus, type Status } from "./status.ts";

/** How every session stands, and what the page as a whole says of it. */
export interface Standing {
  statusOf(sessionId: string): Status | undefined;
  /** Requests that wait and failures not seen, over all sessions, without what is put off: pill, title, favicon, rail. */
  readonly needs: Accessor<number>;
  /** Each of them, the oldest first. */
  readonly all: Accessor<readonly Need[]>;
  /** The sessions that they are of. */
  readonly needing: Accessor<readonly SessionInfo[]>;
  /** The next need after the one with a key; backwards with -1. */
  next(key: string | undefined, step: 1 | -1): Need | undefined;
  /** The first need of the next session after one that needs the user; backwards with -1. */
  nextSession(sessionId: string | undefined, step: 1 | -1): Need | undefined;
}

/** What a session's standing depends on beside the session itself. */
export interface StandingContext {
  readonly backends: Backends;
  readonly seen: Seen;
  readonly requests: Requests;
  readonly snoozed: Snoozed;
}

export function createStanding(
  sessions: Sessions,
  { backends, seen, requests, snoozed }: StandingContext,
): Standing {
  // A memo each: of a thousand sessions, the one that changed is derived anew.
  const derived = mapArray(
    () => sessions.all,
    (session) => {
      const status = createMemo(() => derive(session));
      return { sessionId: session.sessionId, status, needs: createMemo(() => needsOf(session, status())) };
    },
  );
  const byId = createMemo(
    () => new Map(derived().map(({ sessionId, status }) => [sessionId as string, status])),
  );
  const all = createMemo(() =>
    derived()
      .flatMap(({ needs }) => needs())
      .toSorted((a, b) => a.at - b.at),
  );

  function derive(session: SessionInfo): Status {
    const { sessionId } = session;
    return deriveStatus(session, {
      backend: backends.get(session.backendId),
      isFailureSeen: seen.upTo(sessionId) >= session.lastSeq || snoozed.has(endKey(session)),
      putOff: requests.of(sessionId).filter((request) => snoozed.has(requestKey(request))).length,
    });
  }

  function needsOf(session: SessionInfo, status: Status): Need[] {
    const { sessionId } = session;
    if (status.needs === 0) return [];
    if (status.state !== "needs")
      return [{ key: endKey(session), sessionId, requestId: null, at: endedAt(session) }];
    const waiting = requests.of(sessionId).filter((request) => !snoozed.has(requestKey(request)));
    // Counted, and not read yet.
    if (waiting.length === 0)
      return [{ key: `session:${sessionId}`, sessionId, requestId: null, at: session.lastActivity * 1000 }];
    return waiting.map((request) => ({
      key: requestKey(request),
      sessionId,
      requestId: request.requestId,
      at: request.at,
    }));
  }

  return {
    statusOf: (sessionId) => byId().get(sessionId)?.(),
    all,
    needing: createMemo(() => firstOfEach(all()).flatMap(({ sessionId }) => sessions.get(sessionId) ?? [])),
    needs: createMemo(() => [...byId().values()].reduce((sum, status) => sum + status().needs, 0)),
    next: (key, step) => nextNeed(all(), (need) => need.key === key, step),
    nextSession: (sessionId, step) =>
      nextNeed(firstOfEach(all()), (need) => need.sessionId === sessionId, step),
  };
}
