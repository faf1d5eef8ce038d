import type { EventName, EventParams, SessionId, SessionInfo } from "@switchyard/core/protocol";
import type { ListedInfo } from "./info.ts";

export type Broadcast = <E extends EventName>(event: E, params: EventParams<E>) => void;

/** Tells all clients what changed of the sessions, no more often than the wire allows. */
export interface Announcer {
  /** Something of the session may have changed. */
  touch(sessionId: SessionId): void;
  /** A session joined or left the active list. */
  membership(event: "session-created" | "session-terminated", sessionId: SessionId): void;
  /** A stopped session was dropped: those who show stopped ones look again. */
  removed(sessionId: SessionId): void;
  close(): void;
}

export interface AnnouncerOptions {
  broadcast: Broadcast;
  /** Undefined for a session that is gone. */
  info: (sessionId: SessionId) => SessionInfo | undefined;
  /** The same for what lists show of it. */
  listed: (sessionId: SessionId) => ListedInfo | undefined;
  active: () => SessionInfo[];
}

export function makeAnnouncer(options: AnnouncerOptions): Announcer {
  const listed = new Map<SessionId, string>();
  const updates = new Map<SessionId, Throttle>();

  const list = makeThrottle(100, () => {
    const sessions = options.active();
    for (const info of sessions) listed.set(info.sessionId, listKey(info));
    options.broadcast("session-list-changed", { sessions });
  });

  function update(sessionId: SessionId): void {
    const session = options.info(sessionId);
    if (session === undefined) return;
    if (listed.get(sessionId) !== listKey(session)) {
      // A stopped session is in no list, so its last state is told by itself.
      if (session.status === "stopped") options.broadcast("session-updated", { session });
      listed.set(sessionId, listKey(session));
      return list.request();
    }
    options.broadcast("session-updated", { session });
  }

  function throttleOf(sessionId: SessionId): Throttle {
    const known = updates.get(sessionId);
    if (known !== undefined) return known;
    const made = makeThrottle(500, () => update(sessionId));
    updates.set(sessionId, made);
    return made;
  }

  /** A session is looked at once a tick, however much of it changed. */
  const touched = new Set<SessionId>();
  function lookAtTouched(): void {
    for (const sessionId of touched) look(sessionId);
    touched.clear();
  }

  function look(sessionId: SessionId): void {
    const session = options.listed(sessionId);
    // What the list shows is not held back by the slower pace of the rest.
    if (session !== undefined && listed.get(sessionId) !== listKey(session)) return update(sessionId);
    throttleOf(sessionId).request();
  }

  return {
    touch(sessionId) {
      if (touched.size === 0) setImmediate(lookAtTouched);
      touched.add(sessionId);
    },
    membership(event, sessionId) {
      options.broadcast(event, { sessionId });
      if (event === "session-terminated") update(sessionId);
      list.request();
    },
    removed(sessionId) {
      updates.get(sessionId)?.close();
      updates.delete(sessionId);
      listed.delete(sessionId);
      touched.delete(sessionId);
      options.broadcast("session-deleted", { sessionId });
      list.request();
    },
    close() {
      touched.clear();
      list.close();
      for (const throttle of updates.values()) throttle.close();
    },
  };
}

/** What `session-list-changed` is for; a change of anything else is a `session-updated`. */
function listKey({ isArchived, status, pendingApprovals, batch, title }: ListedInfo): string {
  const inLine = batch === null ? "" : `${batch.place}/${batch.limit}/${batch.isHeld}`;
  return `${isArchived}|${status}|${pendingApprovals}|${inLine}|${title}`;
}

interface Throttle {
  request(): void;
  close(): void;
}

/** Runs at once on the next tick, then at most every `everyMs`. */
function makeThrottle(everyMs: number, run: () => void): Throttle {
  let timer: NodeJS.Timeout | undefined;
  let isDue = false;
  let last = -Infinity;

  function fire(): void {
    if (!isDue) return;
    isDue = false;
    timer = undefined;
    last = performance.now();
    run();
  }

  return {
    request() {
      if (isDue) return;
      isDue = true;
      const wait = last + everyMs - performance.now();
      if (wait > 0) timer = setTimeout(fire, wait);
      else setImmediate(fire);
    },
    close() {
      isDue = false;
      clearTimeout(timer);
    },
  };
}
