import type { SessionId, SessionInfo } from "@switchyard/core/protocol";
import { type Accessor, batch, createMemo, createSignal, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import type { Connection } from "./connection.ts";
import { onConnect } from "./on-connect.ts";
import { createPages } from "./session-pages.ts";

export interface Sessions {
  /** The newest sessions that are not archived, stopped ones too; a row whose session did not change does not move. */
  readonly list: readonly SessionInfo[];
  /** Those archived ones that were read. */
  readonly archived: readonly SessionInfo[];
  /** Every session that is known here. */
  readonly all: readonly SessionInfo[];
  /** How many are archived, read or not. */
  readonly archivedCount: Accessor<number>;
  /** Whether there is no session at all. */
  readonly isEmpty: Accessor<boolean>;
  readonly isLoaded: Accessor<boolean>;
  readonly error: Accessor<WireError | null>;
  /** Whether the bridge has older stopped sessions than those in the list. */
  readonly hasOlder: Accessor<boolean>;
  readonly hasOlderArchived: Accessor<boolean>;
  get(sessionId: string): SessionInfo | undefined;
  /** Whether it was deleted while this page was open, or is about to be. */
  isDeleted(sessionId: string): boolean;
  /** Looks for sessions that are not in the list, in older pages. */
  find(sessionIds: readonly string[]): Promise<void>;
  reload(): Promise<void>;
  loadOlder(): Promise<void>;
  loadArchived(): Promise<void>;
  /** Shows the new title at once; where the bridge refuses it, the old one comes back and this rejects. */
  rename(sessionId: SessionId, title: string): Promise<void>;
  archive(sessionId: SessionId, isArchived: boolean): Promise<void>;
  markUnread(sessionId: SessionId): Promise<void>;
  /** Takes a session out of all that is shown, or brings it back: the bridge is not told. */
  hide(sessionId: string, isHidden: boolean): void;
  /** Where the bridge refuses it, the session is shown again and this rejects. */
  remove(sessionId: SessionId): Promise<void>;
}

export function createSessions(wire: Wire, connection: Connection): Sessions {
  const [store, setStore] = createStore<{ all: SessionInfo[] }>({ all: [] });
  const [isLoaded, setLoaded] = createSignal(false);
  const [error, setError] = createSignal<WireError | null>(null);
  const [hidden, setHidden] = createSignal<ReadonlySet<string>>(new Set());
  const [deleted, setDeleted] = createSignal<ReadonlySet<string>>(new Set());
  const titles = new Map<string, string>();
  const pages = createPages(wire);

  const byId = createMemo(
    () =>
      new Map(
        store.all
          .filter((session) => !hidden().has(session.sessionId))
          .map((session) => [session.sessionId as string, session]),
      ),
  );
  const list = createMemo(() => [...byId().values()].filter((session) => !session.isArchived));
  const archived = createMemo(() => [...byId().values()].filter((session) => session.isArchived));
  const get = (sessionId: string) => byId().get(sessionId);

  /** What was renamed here keeps that name while the bridge is asked. */
  const named = (session: SessionInfo): SessionInfo => {
    const title = titles.get(session.sessionId);
    return title === undefined ? session : { ...session, title };
  };
  const write = (all: SessionInfo[]) =>
    setStore("all", reconcile(all.map(named), { key: "sessionId", merge: false }));
  function put(session: SessionInfo): void {
    const at = store.all.findIndex((known) => known.sessionId === session.sessionId);
    if (at >= 0) setStore("all", at, reconcile(named(session)));
    else setStore("all", store.all.length, named(session));
  }

  const stops = [
    wire.on("session-list-changed", ({ sessions }) => {
      const active = new Set<string>(sessions.map((session) => session.sessionId));
      const rest = store.all.filter((session) => !active.has(session.sessionId));
      write([...sessions, ...rest]);
      // One that left the active list was stopped or deleted: only the bridge knows which.
      if (rest.some((session) => session.status !== "stopped")) void reload();
    }),
    wire.on("session-updated", ({ session }) => {
      const before = store.all.find((known) => known.sessionId === session.sessionId);
      const isMoved = before !== undefined && before.isArchived !== session.isArchived;
      put(session);
      if (!isMoved) return;
      pages.keep(session.sessionId);
      void reload();
    }),
    wire.on("session-deleted", ({ sessionId }) => drop(sessionId)),
  ];
  onCleanup(() => stops.forEach((stop) => stop()));

  function drop(sessionId: string): void {
    pages.forget(sessionId);
    batch(() => {
      const gone = store.all.find((session) => session.sessionId === sessionId);
      if (gone?.isArchived === true) pages.oneArchivedLess();
      setDeleted((ids) => new Set([...ids, sessionId]));
      write(store.all.filter((session) => session.sessionId !== sessionId));
      hide(sessionId, false);
    });
  }

  function hide(sessionId: string, isHidden: boolean): void {
    setHidden((ids) => {
      const next = new Set(ids);
      if (isHidden) next.add(sessionId);
      else next.delete(sessionId);
      return next;
    });
  }

  async function show(read: () => Promise<SessionInfo[]>): Promise<void> {
    try {
      const sessions = await read();
      batch(() => {
        write(sessions.filter((session) => !deleted().has(session.sessionId)));
        setLoaded(true);
        setError(null);
      });
    } catch (thrown) {
      setError(toWireError(thrown));
    }
  }
  const reload = () => show(() => pages.read());

  onConnect(connection, () => void reload());
  return {
    get list() {
      return list();
    },
    get archived() {
      return archived();
    },
    get all() {
      return [...byId().values()];
    },
    archivedCount: pages.archivedCount,
    isEmpty: () => list().length === 0 && pages.archivedCount() === 0 && hidden().size === 0,
    isLoaded,
    error,
    hasOlder: pages.hasOlder,
    hasOlderArchived: pages.hasOlderArchived,
    get,
    isDeleted: (sessionId) => deleted().has(sessionId) || hidden().has(sessionId),
    async find(sessionIds) {
      const found = await pages.find(sessionIds);
      batch(() => {
        for (const session of found) {
          if (!deleted().has(session.sessionId)) put(session);
        }
      });
    },
    reload,
    loadOlder: () => show(() => pages.readMore("list")),
    loadArchived: () => show(() => pages.readMore("archived")),
    async rename(sessionId, title) {
      const shown = get(sessionId);
      const before = shown?.title ?? title;
      titles.set(sessionId, title);
      if (shown !== undefined) put({ ...shown });
      try {
        await wire.call("renameSession", { sessionId, title });
      } catch (thrown) {
        if (titles.get(sessionId) === title) {
          titles.delete(sessionId);
          const kept = get(sessionId);
          if (kept !== undefined) put({ ...kept, title: before });
        }
        throw thrown;
      }
      if (titles.get(sessionId) === title) titles.delete(sessionId);
    },
    async archive(sessionId, isArchived) {
      await wire.call("archiveSession", { sessionId, isArchived });
      // It may be open: left out of what is read, its view would go and come back.
      pages.keep(sessionId);
      await reload();
    },
    async markUnread(sessionId) {
      await wire.call("markSessionUnread", { sessionId });
    },
    hide,
    async remove(sessionId) {
      try {
        await wire.call("deleteSession", { sessionId });
      } catch (thrown) {
        hide(sessionId, false);
        throw thrown;
      }
      drop(sessionId);
    },
  };
}

/** The address of a session, or of a place in its history. */
export function sessionPath(sessionId: SessionId | string, seq?: number): string {
  return `/sessions/${sessionId}${seq === undefined ? "" : `?at=${seq}`}`;
}

/**
 * The order of the list: the newest start first, those of a batch as they were asked for. Work does not change it, so
 * rows stay where they are.
 */
export function byStart(a: SessionInfo, b: SessionInfo): number {
  return b.createdAt - a.createdAt || inBatch(a, b) || a.sessionId.localeCompare(b.sessionId);
}

function inBatch({ batch: a }: SessionInfo, { batch: b }: SessionInfo): number {
  return a !== null && b !== null && a.batchId === b.batchId ? a.order - b.order : 0;
}
