import { type AgentChunk, ChunkPlace, type LogId, type SessionId } from "@switchyard/core/protocol";
import type { Requests } from "./requests.ts";
import type { WireError } from "./wire-error.ts";

/** Where a reader of a session's chunks stands. */
export interface Cursor {
  afterSeq: number;
  logId: LogId | undefined;
}

export interface ChunkListener {
  /** The next chunk: no seq comes twice and none is left out. */
  chunk(chunk: AgentChunk): void;
  /** The log is another one: forget everything, chunks come from 1. */
  reset(): void;
  /** The bridge sends now; what is not a chunk (the queue, the error output) must be read again. */
  subscribed?(): void;
  /** After a reconnect: so many chunks had been missed, and they are all in now. */
  caughtUp?(missed: number): void;
  failed?(error: WireError): void;
}

/** Keeps every reader of chunks going over lost connections, each from where it stands. */
export interface Subscriptions {
  /** A second reader of one session takes the place of the first. Returns its end. */
  add(sessionId: SessionId, cursor: Cursor, listener: ChunkListener): () => void;
  connected(): void;
  chunk(chunk: AgentChunk): void;
  /** A chunk of a type that this page does not know: it counts, and shows nothing. */
  unreadable(params: unknown): void;
}

interface Subscription {
  readonly sessionId: SessionId;
  readonly cursor: Cursor;
  readonly listener: ChunkListener;
  /** Raised by each ask, so that the answer to an older one is known as such. */
  asks: number;
  /** What is missing until `until` is reached. */
  catchingUp: { until: number; missed: number } | undefined;
  hasStarted: boolean;
}

export function makeSubscriptions(requests: Pick<Requests, "send">, isLive: () => boolean): Subscriptions {
  const open = new Map<SessionId, Subscription>();

  function ask(subscription: Subscription): void {
    if (!isLive()) return;
    const { sessionId, cursor } = subscription;
    subscription.asks += 1;
    const ours = subscription.asks;
    const isCurrent = () => open.get(sessionId) === subscription && subscription.asks === ours;
    const params = { sessionId, afterSeq: cursor.afterSeq, ...(cursor.logId && { logId: cursor.logId }) };
    requests.send("subscribeSession", params, {
      resolve(result) {
        if (isCurrent()) started(subscription, result);
      },
      reject(error) {
        if (!isCurrent() || error.code === "CLOSED") return;
        if (error.code === "TIMEOUT") return ask(subscription);
        open.delete(sessionId);
        subscription.listener.failed?.(error);
      },
    });
  }

  function advance(sessionId: SessionId, seq: number, deliver: (listener: ChunkListener) => void): void {
    const subscription = open.get(sessionId);
    if (subscription === undefined || seq <= subscription.cursor.afterSeq) return;
    if (seq > subscription.cursor.afterSeq + 1) return ask(subscription);
    subscription.cursor.afterSeq = seq;
    deliver(subscription.listener);
    arrive(subscription);
  }

  return {
    add(sessionId, cursor, listener) {
      const subscription: Subscription = {
        sessionId,
        cursor: { ...cursor },
        listener,
        asks: 0,
        catchingUp: undefined,
        hasStarted: false,
      };
      open.set(sessionId, subscription);
      ask(subscription);
      return () => {
        if (open.get(sessionId) !== subscription) return;
        open.delete(sessionId);
        if (isLive()) requests.send("unsubscribeSession", { sessionId }, ignored);
      };
    },
    connected() {
      for (const subscription of open.values()) ask(subscription);
    },
    chunk(chunk) {
      advance(chunk.sessionId, chunk.seq, (listener) => listener.chunk(chunk));
    },
    unreadable(params) {
      const place = ChunkPlace.safeParse(params);
      if (place.success) advance(place.data.sessionId, place.data.seq, () => undefined);
    },
  };
}

function started(
  subscription: Subscription,
  result: { lastSeq: number; logId: LogId; reset?: boolean | undefined },
): void {
  const { cursor, listener } = subscription;
  cursor.logId = result.logId;
  if (result.reset) {
    cursor.afterSeq = 0;
    listener.reset();
  }
  const missed = result.lastSeq - cursor.afterSeq;
  subscription.catchingUp = subscription.hasStarted ? { until: result.lastSeq, missed } : undefined;
  subscription.hasStarted = true;
  listener.subscribed?.();
  arrive(subscription);
}

function arrive(subscription: Subscription): void {
  const { catchingUp, cursor, listener } = subscription;
  if (catchingUp === undefined || cursor.afterSeq < catchingUp.until) return;
  subscription.catchingUp = undefined;
  listener.caughtUp?.(catchingUp.missed);
}

const ignored = { resolve: () => undefined, reject: () => undefined };
