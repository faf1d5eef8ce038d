import type { AgentChunk, ChunkType } from "@switchyard/core/protocol";
import type { ChunkRow } from "@switchyard/core/session";
import { type ChunkTable, parseChunk, type SeqRange } from "./chunk-table.ts";

/** A chunk that has its place and is not on the disk yet. */
export interface WaitingRow {
  readonly seq: number;
  readonly type: ChunkType;
  readonly headSeq: number;
  readonly json: string;
  /** Of `json`, in UTF-8. */
  readonly bytes: number;
}

/** The end of each session's log that is not stored yet; sessions go by their number. */
export interface WaitingRows {
  push(number: number, row: WaitingRow): void;
  /** All up to this seq are stored. */
  stored(number: number, seq: number): void;
  /** Of a range, in order. */
  rows(number: number, range: SeqRange): readonly WaitingRow[];
}

export function makeWaitingRows(): WaitingRows {
  const bySession = new Map<number, WaitingRow[]>();
  /** Of rows that are stored and not gone, about. */
  let goneBytes = 0;

  return {
    push(number, row) {
      const rows = bySession.get(number);
      if (rows === undefined) bySession.set(number, [row]);
      else rows.push(row);
    },
    stored(number, seq) {
      const rows = bySession.get(number) ?? [];
      const gone = seq + 1 - (rows[0]?.seq ?? 0);
      goneBytes += rows[gone - 1]?.bytes ?? 0;
      // The stored ones go when there are enough of them: until then both places give the same.
      if (gone === rows.length) bySession.delete(number);
      else if (gone >= BATCH || goneBytes >= BATCH_BYTES) bySession.set(number, rows.slice(gone));
      else return;
      goneBytes = 0;
    },
    rows(number, { from, to = Infinity }) {
      const rows = bySession.get(number) ?? [];
      const first = rows[0]?.seq ?? 0;
      return rows.slice(Math.max(0, from - first), Math.max(0, to + 1 - first));
    },
  };
}

/** The table with what waits behind its end. */
export function withWaiting(table: ChunkTable, waiting: WaitingRows): ChunkTable {
  function newest(
    number: number,
    types: readonly ChunkType[],
    stored: ChunkTable["newestEdge"],
  ): AgentChunk | undefined {
    const row = waiting.rows(number, EVERYTHING).findLast(({ type }) => types.includes(type));
    return row === undefined ? stored(number) : parseChunk(row.json);
  }

  return {
    insert: (number, row) => table.insert(number, row),
    lastSeq: (number) => waiting.rows(number, EVERYTHING).at(-1)?.seq ?? table.lastSeq(number),
    lastRows(number, range, limit) {
      const late = waiting.rows(number, range);
      const tail = late.slice(Math.max(0, late.length - limit)).map(chunkRow);
      if (tail.length === limit) return tail;
      return [...table.lastRows(number, before(range, late), limit - tail.length), ...tail];
    },
    firstRows(number, range, limit) {
      const late = waiting.rows(number, range);
      const rows = table.firstRows(number, before(range, late), limit);
      return [...rows, ...late.slice(0, limit - rows.length).map(chunkRow)];
    },
    *serialised(number, range) {
      // As they wait now: they may be stored while this is read.
      const late = waiting.rows(number, range);
      yield* table.serialised(number, before(range, late));
      yield* late;
    },
    newestStart: (number) => newest(number, ["turn_started"], table.newestStart),
    newestEdge: (number) => newest(number, ["turn_started", "turn_ended"], table.newestEdge),
    toolsAndRequests(number, range) {
      const late = waiting.rows(number, range);
      const items = late.filter(({ type }) => ITEMS.includes(type)).map(({ json }) => parseChunk(json));
      return [...table.toolsAndRequests(number, before(range, late)), ...items];
    },
  };
}

/** What of a range is stored only. */
function before(range: SeqRange, late: readonly WaitingRow[]): SeqRange {
  const first = late[0];
  return first === undefined ? range : { from: range.from, to: first.seq - 1 };
}

function chunkRow({ seq, type, headSeq, bytes }: WaitingRow): ChunkRow {
  return { seq, type, headSeq, bytes };
}

const EVERYTHING = { from: 1 };
const ITEMS: readonly ChunkType[] = [
  "tool_call",
  "tool_call_update",
  "permission_request",
  "permission_resolved",
  "question_request",
  "question_resolved",
];
const BATCH = 512;
const BATCH_BYTES = 2 ** 20;
