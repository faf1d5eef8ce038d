import type { SessionId, SessionInfo } from "@switchyard/core/protocol";
import { type Accessor, batch, createSignal, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import type { Connection } from "./connection.ts";
import { onConnect } from "./on-connect.ts";

/** Stopped sessions come a page at a time; this many are in the list. */
const LIST_LIMIT = 200;

export interface Sessions {
  /** The newest sessions, stopped ones too; keyed, so that a row whose session did not change does not move. */
  readonly list: readonly SessionInfo[];
  readonly isLoaded: Accessor<boolean>;
  readonly error: Accessor<WireError | null>;
  get(sessionId: string): SessionInfo | undefined;
  /** Looks for a session that is not in the list, in older pages. */
  find(sessionId: string): Promise<SessionInfo | undefined>;
  reload(): Promise<void>;
}

export function createSessions(wire: Wire, connection: Connection): Sessions {
  const [store, setStore] = createStore<{ list: SessionInfo[] }>({ list: [] });
  const [isLoaded, setLoaded] = createSignal(false);
  const [error, setError] = createSignal<WireError | null>(null);

  const write = (list: SessionInfo[]) =>
    setStore("list", reconcile(list, { key: "sessionId", merge: false }));
  const stops = [
    wire.on("session-list-changed", ({ sessions }) => {
      const active = new Set<string>(sessions.map((session) => session.sessionId));
      const rest = store.list.filter((session) => !active.has(session.sessionId));
      write([...sessions, ...rest]);
      // One that left the active list was stopped or deleted: only the bridge knows which.
      if (rest.some((session) => session.status !== "stopped")) void reload();
    }),
    wire.on("session-updated", ({ session }) => {
      const at = store.list.findIndex((known) => known.sessionId === session.sessionId);
      if (at >= 0) setStore("list", at, reconcile(session));
      else setStore("list", store.list.length, session);
    }),
  ];
  onCleanup(() => stops.forEach((stop) => stop()));

  async function reload(): Promise<void> {
    try {
      const { sessions } = await wire.call("listSessions", { limit: LIST_LIMIT });
      batch(() => {
        write(sessions);
        setLoaded(true);
        setError(null);
      });
    } catch (thrown) {
      setError(toWireError(thrown));
    }
  }

  async function find(sessionId: string): Promise<SessionInfo | undefined> {
    let cursor: string | undefined;
    do {
      const page = await wire.call("listSessions", { limit: LIST_LIMIT, ...(cursor && { cursor }) });
      const found = page.sessions.find((session) => session.sessionId === sessionId);
      if (found !== undefined) {
        if (get(sessionId) === undefined) setStore("list", store.list.length, found);
        return found;
      }
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return undefined;
  }

  function get(sessionId: string): SessionInfo | undefined {
    return store.list.find((session) => session.sessionId === sessionId);
  }

  onConnect(connection, () => void reload());
  return {
    get list() {
      return store.list;
    },
    isLoaded,
    error,
    get,
    find,
    reload,
  };
}

/** The address of a session. */
export function sessionPath(sessionId: SessionId | string): string {
  return `/sessions/${sessionId}`;
}

/** The order of the list: the newest start first. Work does not change it, so rows stay where they are. */
export function byStart(a: SessionInfo, b: SessionInfo): number {
  return b.createdAt - a.createdAt || a.sessionId.localeCompare(b.sessionId);
}
