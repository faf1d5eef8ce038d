import type { SessionInfo } from "@switchyard/core/protocol";
import { type Accessor, batch, createSignal } from "solid-js";
import type { Wire } from "../wire/wire.ts";

/** Sessions of one page of the bridge's list. */
const PAGE = 200;

type Kind = "list" | "archived";

/** What this page has read of the bridge's list, which may be thousands long. */
export interface Pages {
  readonly archivedCount: Accessor<number>;
  readonly hasOlder: Accessor<boolean>;
  readonly hasOlderArchived: Accessor<boolean>;
  /** Everything anew that was read before: as many pages, the active ones, and those that were found. */
  read(): Promise<SessionInfo[]>;
  readMore(kind: Kind): Promise<SessionInfo[]>;
  /** Sessions of any age; they stay in what is read from now on. */
  find(sessionIds: readonly string[]): Promise<SessionInfo[]>;
  /** A session that is known here stays in what is read, wherever the bridge lists it. */
  keep(sessionId: string): void;
  /** It is gone: nothing looks for it any more. */
  forget(sessionId: string): void;
  oneArchivedLess(): void;
}

export function createPages(wire: Wire): Pages {
  const counts: Record<Kind, number> = { list: 1, archived: 0 };
  const found = new Set<string>();
  const [archivedCount, setArchivedCount] = createSignal(0);
  const [hasOlder, setOlder] = createSignal(false);
  const [hasOlderArchived, setOlderArchived] = createSignal(true);

  async function read(): Promise<SessionInfo[]> {
    const list = await pagesOf("list");
    const archived = await pagesOf("archived");
    // Active sessions may be older than any page that was read.
    const active = list.hasMore ? (await wire.call("listActiveSessions", {})).sessions : [];
    batch(() => {
      setArchivedCount(list.archivedCount);
      setOlder(list.hasMore);
      setOlderArchived(counts.archived === 0 ? list.archivedCount > 0 : archived.hasMore);
    });
    const sessions = new Map(
      [...list.sessions, ...archived.sessions, ...active].map((session) => [
        session.sessionId as string,
        session,
      ]),
    );
    const missing = [...found].filter((sessionId) => !sessions.has(sessionId));
    return [...sessions.values(), ...(await lookFor(missing))];
  }

  async function pagesOf(kind: Kind) {
    const sessions: SessionInfo[] = [];
    let cursor: string | undefined;
    let archivedCount = 0;
    for (let page = 0; page < counts[kind] && (page === 0 || cursor !== undefined); page += 1) {
      const read = await ask(kind === "archived", cursor);
      sessions.push(...read.sessions);
      archivedCount = read.archivedCount ?? archivedCount;
      cursor = read.nextCursor;
    }
    return { sessions, archivedCount, hasMore: cursor !== undefined };
  }

  function ask(archived: boolean | undefined, cursor: string | undefined) {
    return wire.call("listSessions", {
      limit: PAGE,
      ...(archived === undefined ? {} : { archived }),
      ...(cursor === undefined ? {} : { cursor }),
    });
  }

  async function lookFor(sessionIds: readonly string[]): Promise<SessionInfo[]> {
    const wanted = new Set(sessionIds);
    const sessions: SessionInfo[] = [];
    let cursor: string | undefined;
    while (sessions.length < wanted.size) {
      const page = await ask(undefined, cursor);
      sessions.push(...page.sessions.filter((session) => wanted.has(session.sessionId)));
      cursor = page.nextCursor;
      if (cursor === undefined) break;
    }
    return sessions;
  }

  return {
    archivedCount,
    hasOlder,
    hasOlderArchived,
    read,
    readMore(kind) {
      counts[kind] += 1;
      return read();
    },
    async find(sessionIds) {
      const sessions = await lookFor(sessionIds);
      for (const session of sessions) found.add(session.sessionId);
      return sessions;
    },
    keep: (sessionId) => void found.add(sessionId),
    forget: (sessionId) => void found.delete(sessionId),
    oneArchivedLess: () => setArchivedCount((count) => Math.max(0, count - 1)),
  };
}
