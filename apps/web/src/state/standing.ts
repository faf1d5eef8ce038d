import type { SessionInfo } from "@switchyard/core/protocol";
import { type Accessor, createMemo, mapArray } from "solid-js";
import type { Backends } from "./backends.ts";
import type { Seen } from "./seen.ts";
import { byStart, type Sessions } from "./sessions.ts";
import { deriveStatus, type Status } from "./status.ts";

/** How every session stands, and what the page as a whole says of it. */
export interface Standing {
  statusOf(sessionId: string): Status | undefined;
  /** Requests that wait and failures not seen, over all sessions: pill, title, favicon, rail. */
  readonly needs: Accessor<number>;
  /** The sessions that need the user, in the order of the list. */
  readonly needing: Accessor<readonly SessionInfo[]>;
  /** The next session after `from` that needs the user; backwards with -1. */
  next(from: string | undefined, step: 1 | -1): SessionInfo | undefined;
}

export function createStanding(sessions: Sessions, backends: Backends, seen: Seen): Standing {
  // A memo each: of a thousand sessions, the one that changed is derived anew.
  const derived = mapArray(
    () => sessions.all,
    (session) => ({ sessionId: session.sessionId, status: createMemo(() => derive(session)) }),
  );
  const byId = createMemo(
    () => new Map(derived().map(({ sessionId, status }) => [sessionId as string, status])),
  );
  const needing = createMemo(() =>
    sessions.list.filter((session) => (byId().get(session.sessionId)?.().needs ?? 0) > 0).toSorted(byStart),
  );

  function derive(session: SessionInfo): Status {
    return deriveStatus(session, {
      backend: backends.get(session.backendId),
      isFailureSeen: seen.upTo(session.sessionId) >= session.lastSeq,
    });
  }

  return {
    statusOf: (sessionId) => byId().get(sessionId)?.(),
    needing,
    needs: createMemo(() => [...byId().values()].reduce((sum, status) => sum + status().needs, 0)),
    next(from, step) {
      const waiting = needing();
      const at = waiting.findIndex((session) => session.sessionId === from);
      if (at < 0) return step === 1 ? waiting[0] : waiting.at(-1);
      return waiting[(at + step + waiting.length) % waiting.length];
    },
  };
}
