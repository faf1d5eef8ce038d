import { MAX_FRAME_OUT, SwitchyardError } from "@switchyard/core/protocol";
import type { LogId, ParsedParamsOf, QueuedMessage, ResultOf, SessionId } from "@switchyard/core/protocol";
import type { Logger } from "pino";
import { batchFrames, notification } from "./outbox.ts";
import type { Outbox } from "./outbox.ts";

/** Where chunks come from: the log, and what a new subscriber is told beside it. */
export interface DeliverySource {
  /** Chunks after `afterSeq` in order, serialised; at least one if there is one, however long. */
  read(
    sessionId: SessionId,
    afterSeq: number,
    limit: { maxChunks: number; maxBytes: number },
  ): readonly StoredChunk[];
  /** The newest seq that may be shown; undefined: there is no such session. */
  committedSeq(sessionId: SessionId): number | undefined;
  logId(sessionId: SessionId): LogId;
  stderrTail(sessionId: SessionId): readonly string[];
  queue(sessionId: SessionId): readonly QueuedMessage[];
}
export interface StoredChunk {
  readonly seq: number;
  readonly json: string;
}

/** A socket as delivery sees it. */
export interface Peer {
  readonly outbox: Outbox;
  /** Closes the socket for a fault of ours; the client comes back and goes on from its own seq. */
  fail(): void;
}

/** Sends each peer each session's chunks from its own cursor on: live is a cursor that has caught up. */
export interface Delivery {
  /** Sets the cursor; `begin` starts it, once the answer is out. Throws `SESSION_NOT_FOUND`. */
  subscribe(
    peer: Peer,
    params: ParsedParamsOf<"subscribeSession">,
  ): { readonly result: ResultOf<"subscribeSession">; begin(): void };
  unsubscribe(peer: Peer, params: ParsedParamsOf<"unsubscribeSession">): void;
  /** After each commit: moves all cursors of these sessions. */
  committed(sessionIds: Iterable<SessionId>): void;
  /** The peer has read what waited for it. */
  resume(peer: Peer): void;
  /** The peer is gone. */
  forget(peer: Peer): void;
  subscribers(sessionId: SessionId): Iterable<Peer>;
}

const MAX_CHUNKS_PER_READ = 512;
/** Bytes around one chunk in a batch. */
const ENVELOPE = notification("agent-chunk", "").length + 1;

interface Reader {
  readonly peer: Peer;
  /** By session, the last seq that was sent. */
  readonly cursors: Map<SessionId, number>;
  /** Sessions whose cursor may be behind, the one that waits longest first. */
  readonly due: Set<SessionId>;
  scheduled: boolean;
}

export function createDelivery(source: DeliverySource, logger: Logger): Delivery {
  const readers = new Map<Peer, Reader>();
  const bySession = new Map<SessionId, Set<Reader>>();

  /** One frame a peer a tick, so that a long way to catch up holds nobody else up. */
  function pump(reader: Reader): void {
    if (reader.scheduled || reader.peer.outbox.clogged) return;
    try {
      const frame = nextFrame(source, reader);
      if (frame !== undefined) reader.peer.outbox.send(frame);
    } catch (error) {
      logger.error({ err: error }, "reading a session's log for a client failed");
      forget(reader.peer);
      return reader.peer.fail();
    }
    if (reader.due.size === 0) return;
    reader.scheduled = true;
    setImmediate(() => {
      reader.scheduled = false;
      pump(reader);
    });
  }

  function begin(peer: Peer, sessionId: SessionId, afterSeq: number): void {
    const reader = readers.get(peer) ?? { peer, cursors: new Map(), due: new Set(), scheduled: false };
    readers.set(peer, reader);
    reader.cursors.set(sessionId, afterSeq);
    const others = bySession.get(sessionId) ?? new Set();
    bySession.set(sessionId, others.add(reader));
    for (const frame of batchFrames(firstWords(source, sessionId))) peer.outbox.send(frame);
    reader.due.add(sessionId);
    pump(reader);
  }

  function leave(reader: Reader, sessionId: SessionId): void {
    reader.cursors.delete(sessionId);
    reader.due.delete(sessionId);
    const others = bySession.get(sessionId);
    others?.delete(reader);
    if (others?.size === 0) bySession.delete(sessionId);
  }

  function forget(peer: Peer): void {
    const reader = readers.get(peer);
    if (reader === undefined) return;
    readers.delete(peer);
    for (const sessionId of [...reader.cursors.keys()]) leave(reader, sessionId);
  }

  return {
    subscribe: (peer, params) => {
      const { afterSeq, ...result } = placeCursor(source, params);
      return { result, begin: () => begin(peer, params.sessionId, afterSeq) };
    },
    unsubscribe: (peer, { sessionId }) => {
      if (source.committedSeq(sessionId) === undefined) throw notFound();
      const reader = readers.get(peer);
      if (reader !== undefined) leave(reader, sessionId);
    },
    committed: (sessionIds) => {
      const touched = new Set<Reader>();
      for (const sessionId of sessionIds) {
        for (const reader of bySession.get(sessionId) ?? []) {
          reader.due.add(sessionId);
          touched.add(reader);
        }
      }
      for (const reader of touched) pump(reader);
    },
    resume: (peer) => {
      const reader = readers.get(peer);
      if (reader !== undefined) pump(reader);
    },
    forget,
    *subscribers(sessionId) {
      for (const reader of bySession.get(sessionId) ?? []) yield reader.peer;
    },
  };
}

function placeCursor(
  source: DeliverySource,
  { sessionId, afterSeq, logId }: ParsedParamsOf<"subscribeSession">,
): ResultOf<"subscribeSession"> & { afterSeq: number } {
  const lastSeq = source.committedSeq(sessionId);
  if (lastSeq === undefined) throw notFound();
  const current = source.logId(sessionId);
  const isOtherLife = (logId !== undefined && logId !== current) || (afterSeq ?? 0) > lastSeq;
  if (isOtherLife) return { lastSeq, logId: current, reset: true, afterSeq: 0 };
  return { lastSeq, logId: current, afterSeq: afterSeq ?? lastSeq };
}

/** What is no chunk and yet belongs to the picture: the CLI's last words, and the messages that wait. */
function firstWords(source: DeliverySource, sessionId: SessionId): string[] {
  const lines = source.stderrTail(sessionId);
  const queue = source.queue(sessionId);
  const words = lines.map((line) => notification("agent-stderr", JSON.stringify({ sessionId, line })));
  if (queue.length > 0) words.push(notification("queue-changed", JSON.stringify({ sessionId, queue })));
  return words;
}

/** The next batch of at most 1 MiB for a reader; moves its cursors past it. Undefined: all caught up. */
function nextFrame(source: DeliverySource, reader: Reader): string | undefined {
  const batch: string[] = [];
  let room = MAX_FRAME_OUT - 2;
  for (const sessionId of [...reader.due]) {
    const cursor = reader.cursors.get(sessionId);
    const lastSeq = source.committedSeq(sessionId);
    reader.due.delete(sessionId);
    if (cursor === undefined || lastSeq === undefined || cursor >= lastSeq) continue;
    const chunks = source.read(sessionId, cursor, { maxChunks: MAX_CHUNKS_PER_READ, maxBytes: room });
    let sent = cursor;
    for (const { seq, json } of chunks) {
      const bytes = Buffer.byteLength(json) + ENVELOPE;
      // One that is longer than any frame still has to go, alone.
      if (bytes > room && batch.length > 0) break;
      batch.push(notification("agent-chunk", json));
      room -= bytes;
      sent = seq;
    }
    reader.cursors.set(sessionId, sent);
    // To the end of the line, so that a long backlog does not starve the other sessions.
    if (sent < lastSeq && chunks.length > 0) reader.due.add(sessionId);
    if (room <= ENVELOPE) break;
  }
  return batch.length > 0 ? `[${batch.join(",")}]` : undefined;
}

function notFound(): SwitchyardError {
  return new SwitchyardError(
    "SESSION_NOT_FOUND",
    "There is no such session; listSessions tells which there are.",
  );
}
