import type { DatabaseSync } from "node:sqlite";
import { type AgentChunk, ChunkBody, type ChunkType } from "@switchyard/core/protocol";
import type { ChunkRow } from "@switchyard/core/session";
import { z } from "zod";
import { chunkId, SEQS, seqOf } from "./chunk-id.ts";
import type { SerialisedChunk } from "./ring.ts";
import { integer, type Row, text } from "./row.ts";

/** The stored chunks of a session, which is known here by its number; all ranges include both ends. */
export interface ChunkTable {
  insert(number: number, chunk: NewRow): void;
  /** 0: none. */
  lastSeq(number: number): number;
  /** The last `limit` rows of a range, ascending. */
  lastRows(number: number, range: SeqRange, limit: number): ChunkRow[];
  firstRows(number: number, range: SeqRange, limit: number): ChunkRow[];
  /** As many as there are, in order; what comes after is not read before it is asked for. */
  serialised(number: number, range: SeqRange): Iterable<SerialisedChunk>;
  /** Of the newest turn. */
  newestStart(number: number): AgentChunk | undefined;
  /** The newest start or end of a turn. */
  newestEdge(number: number): AgentChunk | undefined;
  /** Chunks of tools and requests. */
  toolsAndRequests(number: number, range: SeqRange): AgentChunk[];
}

export interface NewRow {
  readonly seq: number;
  readonly type: ChunkType;
  readonly headSeq: number;
  readonly json: string;
}

export interface SeqRange {
  readonly from: number;
  /** @default the newest */
  readonly to?: number;
}

export function makeChunkTable(db: DatabaseSync): ChunkTable {
  const insert = db.prepare("INSERT INTO chunks (id, type, head, json) VALUES (?, ?, ?, ?)");
  const last = db.prepare("SELECT max(id) AS id FROM chunks WHERE id BETWEEN ? AND ?");
  const columns = "SELECT id, type, head, octet_length(json) AS bytes FROM chunks WHERE id BETWEEN ? AND ?";
  const descending = db.prepare(`${columns} ORDER BY id DESC LIMIT ?`);
  const ascending = db.prepare(`${columns} ORDER BY id LIMIT ?`);
  const jsons = db.prepare(
    "SELECT id, json, octet_length(json) AS bytes FROM chunks WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?",
  );
  const edges = "FROM chunks WHERE id BETWEEN ? AND ? AND type IN ('turn_started', 'turn_ended')";
  const newestEdge = db.prepare(`SELECT json ${edges} ORDER BY id DESC LIMIT 1`);
  const newestStart = db.prepare(`SELECT json ${edges} AND type = 'turn_started' ORDER BY id DESC LIMIT 1`);
  const items = db.prepare(
    `SELECT json FROM chunks WHERE id BETWEEN ? AND ?
     AND type IN ('tool_call', 'tool_call_update', 'permission_request', 'permission_resolved',
                  'question_request', 'question_resolved') ORDER BY id`,
  );

  return {
    insert(number, { seq, type, headSeq, json }) {
      insert.run(chunkId(number, seq), type, headSeq, json);
    },
    lastSeq(number) {
      const id = last.get(...idRange(number, { from: 1 }))?.id;
      return typeof id === "number" ? seqOf(id) : 0;
    },
    lastRows: (number, range, limit) =>
      descending
        .all(...idRange(number, range), limit)
        .map(chunkRow)
        .toReversed(),
    firstRows: (number, range, limit) => ascending.all(...idRange(number, range), limit).map(chunkRow),
    *serialised(number, range) {
      // In batches: a statement that is still being stepped through would see and hold up later writes.
      for (let from = range.from; ;) {
        const rows = jsons.all(...idRange(number, { ...range, from }), BATCH);
        for (const row of rows) {
          yield { seq: seqOf(integer(row, "id")), json: text(row, "json"), bytes: integer(row, "bytes") };
        }
        const end = rows.at(-1);
        if (end === undefined || rows.length < BATCH) return;
        from = seqOf(integer(end, "id")) + 1;
      }
    },
    newestStart: (number) => firstChunk(newestStart.get(...idRange(number, { from: 1 }))),
    newestEdge: (number) => firstChunk(newestEdge.get(...idRange(number, { from: 1 }))),
    toolsAndRequests: (number, range) =>
      items.all(...idRange(number, range)).map((row) => parseChunk(text(row, "json"))),
  };
}

/** Trusted as it is: nothing but the log writes into its file, and that from typed chunks. */
export function parseChunk(json: string): AgentChunk {
  return StoredChunk.parse(JSON.parse(json));
}

function firstChunk(row: Row | undefined): AgentChunk | undefined {
  return row && parseChunk(text(row, "json"));
}

const StoredChunk = z.custom<AgentChunk>((value) => typeof value === "object" && value !== null);

const types = new Map<string, ChunkType>(
  ChunkBody.options.map(({ shape }) => [shape.type.value, shape.type.value]),
);

function chunkRow(row: Row): ChunkRow {
  const type = types.get(text(row, "type"));
  if (type === undefined) throw new TypeError("The log holds a chunk of an unknown type.");
  return {
    seq: seqOf(integer(row, "id")),
    type,
    headSeq: integer(row, "head"),
    bytes: integer(row, "bytes"),
  };
}

function idRange(number: number, { from, to }: SeqRange): [number, number] {
  return [chunkId(number, from), chunkId(number, Math.min(to ?? SEQS - 1, SEQS - 1))];
}

/** Any chunk may be long: this many are held at a time. */
const BATCH = 64;
