import type { AgentChunk, SessionId } from "@switchyard/core/protocol";
import type { Blobs } from "./blobs.ts";
import { boundedChunk, type NewChunk } from "./bounded.ts";
import type { ChunkTable } from "./chunk-table.ts";
import { type Heads, makeHeads } from "./heads.ts";
import { makeRing, type ReadLimits, type Ring, type SerialisedChunk } from "./ring.ts";
import type { WaitingRows } from "./waiting-rows.ts";
import type { Writer } from "./writer.ts";

/** The growing end of each session's log. */
export interface Appender {
  /** While the disk takes nothing, a notice that says so goes first. */
  append(sessionId: SessionId, bodies: readonly NewChunk[], where: Where): AgentChunk[];
  /** Appends what the log itself has to say, to the turn that is open. */
  note(sessionId: SessionId, notice: Notice): AgentChunk[];
  lastSeq(sessionId: SessionId): number;
  committedSeq(sessionId: SessionId): number;
  /** In bytes of JSON. */
  pendingBytes(sessionId: SessionId): number;
  read(sessionId: SessionId, afterSeq: number, limits: ReadLimits): SerialisedChunk[];
  /** The sessions with chunks stored since this was last asked. */
  takeCommitted(): SessionId[];
}

export interface AppenderOptions {
  /** With what waits behind its end. */
  table: ChunkTable;
  waiting: WaitingRows;
  writer: Writer;
  blobs: Blobs;
  /** Unix ms. */
  now: () => number;
  /** By which the table knows a session; undefined: never saved. */
  numberOf: (sessionId: SessionId) => number | undefined;
  /** What else is written in one with a chunk; undefined: nothing. */
  alongWith: (chunk: AgentChunk) => (() => void) | undefined;
}

/** A turn; with the time where it was not now, in Unix ms. */
export type Where = number | { readonly turn: number; readonly at: number };

export type Notice = Extract<NewChunk, { type: "notice" }>;

interface Growing {
  readonly number: number;
  lastSeq: number;
  committedSeq: number;
  pendingBytes: number;
  readonly ring: Ring;
  /** Read back when the first chunk comes. */
  open: { heads: Heads; turn: number } | null;
  /** Its log says that it is not stored. */
  isWarned: boolean;
}

export function makeAppender(options: AppenderOptions): Appender {
  const { table, waiting, writer, blobs, now, numberOf } = options;
  const known = new Map<SessionId, Growing>();
  const committed = new Set<SessionId>();

  writer.onStorage((state) => {
    for (const [sessionId, log] of known) {
      if (numberOf(sessionId) === undefined) continue;
      if (state === "degraded" && log.pendingBytes > 0) warn(sessionId, log);
      if (state === "ok" && log.isWarned) {
        log.isWarned = false;
        appendOne(sessionId, log, { new: STORED, at: now(), turn: openOf(log).turn });
      }
    }
  });

  function growing(sessionId: SessionId): Growing | undefined {
    const already = known.get(sessionId);
    const number = already === undefined ? numberOf(sessionId) : undefined;
    if (number === undefined) return already;
    const lastSeq = table.lastSeq(number);
    const at = { lastSeq, committedSeq: lastSeq, pendingBytes: 0 };
    const fresh = { number, ...at, ring: makeRing(), open: null, isWarned: false };
    known.set(sessionId, fresh);
    return fresh;
  }

  function needGrowing(sessionId: SessionId): Growing {
    const log = growing(sessionId);
    if (log === undefined) throw new Error(`Session ${sessionId} must be saved before its log begins.`);
    return log;
  }

  function openOf(log: Growing): NonNullable<Growing["open"]> {
    return (log.open ??= restoreOpen(table, log));
  }

  function warn(sessionId: SessionId, log: Growing): AgentChunk[] {
    if (log.isWarned) return [];
    log.isWarned = true;
    return [appendOne(sessionId, log, { new: NOT_STORED, at: now(), turn: openOf(log).turn })];
  }

  function appendOne(
    sessionId: SessionId,
    log: Growing,
    body: { new: NewChunk; at: number; turn: number },
  ): AgentChunk {
    const place = { sessionId, seq: log.lastSeq + 1, at: body.at, turn: body.turn };
    const { chunk, json, bytes } = boundedChunk(place, body.new, (whole) => blobs.put(sessionId, whole));
    const { seq, type } = chunk;
    const open = openOf(log);
    const row = { seq, type, headSeq: open.heads.place(chunk), json, bytes };
    if (type === "turn_started") open.turn = chunk.turn;
    if (type === "turn_ended") open.turn = 0;
    log.lastSeq = seq;
    log.pendingBytes += bytes;
    log.ring.push({ seq, json, bytes });
    waiting.push(log.number, row);
    const along = options.alongWith(chunk);
    const write = (): void => {
      table.insert(log.number, row);
      along?.();
    };
    writer.write(write, {
      bytes,
      shown() {
        log.committedSeq = seq;
        committed.add(sessionId);
      },
      stored() {
        log.pendingBytes -= bytes;
        waiting.stored(log.number, seq);
      },
    });
    return chunk;
  }

  return {
    append(sessionId, bodies, where) {
      const log = needGrowing(sessionId);
      const warning = writer.storage() === "degraded" ? warn(sessionId, log) : [];
      const { turn, at } = typeof where === "number" ? { turn: where, at: now() } : where;
      return [...warning, ...bodies.map((body) => appendOne(sessionId, log, { new: body, at, turn }))];
    },
    note(sessionId, notice) {
      const log = needGrowing(sessionId);
      return [appendOne(sessionId, log, { new: notice, at: now(), turn: openOf(log).turn })];
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
function restoreOpen(table: ChunkTable, log: Growing): NonNullable<Growing["open"]> {
  const started = table.newestStart(log.number);
  const heads = makeHeads(
    started === undefined ? [] : table.toolsAndRequests(log.number, { from: started.seq }),
  );
  const edge = table.newestEdge(log.number);
  return { heads, turn: edge?.type === "turn_started" ? edge.turn : 0 };
}

const NOT_STORED: Notice = {
  type: "notice",
  content:
    "The disk takes nothing: what happens from here on is kept in memory only, and is lost if Switchyard ends before there is room again. Make room on the disk.",
  level: "warning",
  code: "storage_degraded",
};

const STORED: Notice = {
  type: "notice",
  content: "The disk takes writes again: everything of this session is stored.",
  level: "info",
  code: "storage_restored",
};

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
