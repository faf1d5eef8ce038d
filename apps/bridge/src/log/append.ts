import type { AgentChunk, SessionId } from "@switchyard/core/protocol";
import type { Blobs } from "./blobs.ts";
import { boundedChunk, type NewChunk } from "./bounded.ts";
import type { ChunkTable } from "./chunk-table.ts";
import { type Heads, makeHeads } from "./heads.ts";
import { makeRing, type ReadLimits, type Ring, type SerialisedChunk } from "./ring.ts";
import type { Writer } from "./writer.ts";

/** The growing end of each session's log. */
export interface Appender {
  append(sessionId: SessionId, bodies: readonly NewChunk[], turn: number): AgentChunk[];
  lastSeq(sessionId: SessionId): number;
  committedSeq(sessionId: SessionId): number;
  /** In bytes of JSON. */
  pendingBytes(sessionId: SessionId): number;
  read(sessionId: SessionId, afterSeq: number, limits: ReadLimits): SerialisedChunk[];
  /** The sessions with chunks stored since this was last asked. */
  takeCommitted(): SessionId[];
}

export interface AppenderOptions {
  table: ChunkTable;
  writer: Writer;
  blobs: Blobs;
  /** Unix ms. */
  now: () => number;
  /** By which the table knows a session; undefined: never saved. */
  numberOf: (sessionId: SessionId) => number | undefined;
}

interface Growing {
  readonly number: number;
  lastSeq: number;
  committedSeq: number;
  pendingBytes: number;
  readonly ring: Ring;
  /** Read back when the first chunk comes. */
  heads: Heads | null;
}

export function makeAppender({ table, writer, blobs, now, numberOf }: AppenderOptions): Appender {
  const known = new Map<SessionId, Growing>();
  const committed = new Set<SessionId>();

  function growing(sessionId: SessionId): Growing | undefined {
    const already = known.get(sessionId);
    const number = already === undefined ? numberOf(sessionId) : undefined;
    if (number === undefined) return already;
    const lastSeq = table.lastSeq(number);
    const ring = makeRing();
    const fresh = { number, lastSeq, committedSeq: lastSeq, pendingBytes: 0, ring, heads: null };
    known.set(sessionId, fresh);
    return fresh;
  }

  function appendOne(
    sessionId: SessionId,
    log: Growing,
    body: { new: NewChunk; at: number; turn: number },
  ): AgentChunk {
    const place = { sessionId, seq: log.lastSeq + 1, at: body.at, turn: body.turn };
    const { chunk, json, bytes } = boundedChunk(place, body.new, (whole) => blobs.put(sessionId, whole));
    const { seq, type } = chunk;
    log.heads ??= restoreHeads(table, log);
    const headSeq = log.heads.place(chunk);
    log.lastSeq = seq;
    log.pendingBytes += bytes;
    log.ring.push({ seq, json, bytes });
    writer.write(
      () => table.insert(log.number, { seq, type, headSeq, json }),
      () => {
        log.committedSeq = seq;
        log.pendingBytes -= bytes;
        committed.add(sessionId);
      },
    );
    return chunk;
  }

  return {
    append(sessionId, bodies, turn) {
      const log = growing(sessionId);
      if (log === undefined) throw new Error(`Session ${sessionId} must be saved before its log begins.`);
      const at = now();
      return bodies.map((body) => appendOne(sessionId, log, { new: body, at, turn }));
    },
    lastSeq: (sessionId) => growing(sessionId)?.lastSeq ?? 0,
    committedSeq: (sessionId) => growing(sessionId)?.committedSeq ?? 0,
    pendingBytes: (sessionId) => known.get(sessionId)?.pendingBytes ?? 0,
    read(sessionId, afterSeq, limits) {
      const log = growing(sessionId);
      if (log === undefined || afterSeq >= log.committedSeq) return [];
      return (
        log.ring.read(afterSeq, log.committedSeq, limits) ??
        takeWithin(table.serialised(log.number, { from: afterSeq + 1, to: log.committedSeq }), limits)
      );
    },
    takeCommitted() {
      const sessionIds = [...committed];
      committed.clear();
      return sessionIds;
    },
  };
}

/** Text goes on in no process but the one that began it; what else the last turn left open is still closed. */
function restoreHeads(table: ChunkTable, log: Growing): Heads {
  const turn = table.newestStart(log.number);
  return makeHeads(turn === undefined ? [] : table.toolsAndRequests(log.number, { from: turn.seq }));
}

function takeWithin(chunks: Iterable<SerialisedChunk>, limits: ReadLimits): SerialisedChunk[] {
  const taken: SerialisedChunk[] = [];
  let bytes = 0;
  for (const chunk of chunks) {
    bytes += chunk.bytes;
    if (taken.length >= limits.maxChunks || (taken.length > 0 && bytes > limits.maxBytes)) break;
    taken.push(chunk);
  }
  return taken;
}
