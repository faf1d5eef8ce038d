import type { DatabaseSync } from "node:sqlite";
import { AgentChunk, SessionId } from "@switchyard/core/protocol";
import { parseJson } from "../parse-json.ts";
import { chunkId, idsOf, numberOf, seqOf } from "./chunk-id.ts";
import { makeHeads } from "./heads.ts";
import { integer, type Row } from "./row.ts";
import type { KeyRange, Salvage } from "./salvage-rows.ts";
import { lostChunk, soundChunk } from "./sturdy.ts";

export interface CopiedChunks {
  /** How many there are. */
  readonly sessions: number;
  readonly chunks: number;
  readonly lost: ReadonlyMap<SessionId, number>;
  readonly unsureEnds: ReadonlySet<SessionId>;
}

/** Copies the sessions and their logs; the place of a chunk that is lost is taken by a notice. */
export function copyChunks(salvage: Salvage, into: DatabaseSync): CopiedChunks {
  const insertSession = into.prepare(
    "INSERT OR IGNORE INTO sessions (number, session_id, record) VALUES (?, ?, ?)",
  );
  const insertChunk = into.prepare("INSERT INTO chunks (id, type, head, json) VALUES (?, ?, ?, ?)");
  const records = new Map(sessionRows(salvage).map((row) => [row.number, row]));
  const deleted = copyDeleted(salvage, into);
  const lost = new Map<SessionId, number>();
  const unsureEnds = new Set<SessionId>();
  let sessions = 0;
  let chunks = 0;

  function copyLog(number: number, sessionId: SessionId): void {
    const heads = makeHeads([]);
    const place = { sessionId, seq: 0, at: 0, turn: 0 };

    function put(chunk: AgentChunk, json: string): void {
      insertChunk.run(chunkId(number, chunk.seq), chunk.type, heads.place(chunk), json);
      Object.assign(place, { seq: chunk.seq, at: chunk.at });
      if (chunk.type === "turn_started") place.turn = chunk.turn;
      if (chunk.type === "turn_ended") place.turn = 0;
    }

    function putLost(seq: number): void {
      const chunk = lostChunk({ ...place, seq });
      put(chunk, JSON.stringify(chunk));
      lost.set(sessionId, (lost.get(sessionId) ?? 0) + 1);
    }

    for (const row of chunkRows(salvage, number)) {
      const seq = seqOf(integer(row, "salvage_key"));
      const json = jsonOf(row);
      const chunk = soundChunk(json, { sessionId, seq });
      // Its place may be wrong as well: only one that is sound tells how many are missing before it.
      if (seq <= place.seq || (chunk === undefined && seq > place.seq + 1)) continue;
      while (place.seq < seq - 1) putLost(place.seq + 1);
      if (chunk === undefined) putLost(seq);
      else {
        put(chunk, json);
        chunks += 1;
      }
    }
    const faults = salvage.faults;
    salvage.greatest(idRange(number));
    if (salvage.faults > faults) unsureEnds.add(sessionId);
  }

  for (let number = 1; number <= lastNumber(salvage, records); number += 1) {
    if (deleted.has(number)) continue;
    const record = records.get(number);
    const sessionId = sessionIn(salvage, number) ?? record?.sessionId;
    if (sessionId === undefined) continue;
    insertSession.run(number, sessionId, record?.record ?? "");
    sessions += 1;
    copyLog(number, sessionId);
  }
  return { sessions, chunks, lost, unsureEnds };
}

interface SessionRow {
  readonly number: number;
  readonly sessionId: SessionId | undefined;
  readonly record: string;
}

function sessionRows(salvage: Salvage): SessionRow[] {
  const rows = [...salvage.byKey({ table: "sessions", key: "rowid", first: 1, last: MOST_SESSIONS })];
  return rows.map((row) => {
    const [number, , id, record] = Object.values(row);
    const sessionId = SessionId.safeParse(id);
    return {
      number: Number(number),
      sessionId: sessionId.success ? sessionId.data : undefined,
      record: typeof record === "string" ? record : "",
    };
  });
}

/** Sessions that are deleted stay so, and no other gets their numbers. */
function copyDeleted(salvage: Salvage, into: DatabaseSync): Set<number> {
  const insert = into.prepare("INSERT OR IGNORE INTO deleted_sessions (number, session_id) VALUES (?, ?)");
  const rows = salvage.fromBothEnds("deleted_sessions");
  for (const row of rows) insert.run(...numberAndId(row));
  return new Set(rows.map((row) => numberAndId(row)[0]));
}

function numberAndId(row: Row): [number: number, sessionId: string] {
  const [number, sessionId] = Object.values(row);
  return [Number(number), String(sessionId)];
}

/** Columns go by their places: their names may be damaged. */
function jsonOf(row: Row): string {
  return String(Object.values(row)[4]);
}

function chunkRows(salvage: Salvage, number: number): Iterable<Row> {
  return salvage.byKey(idRange(number));
}

function idRange(number: number): KeyRange {
  const [first, last] = idsOf(number);
  return { table: "chunks", key: "rowid", first: first + 1, last };
}

/** Whose chunks they are: the one that they themselves name. */
function sessionIn(salvage: Salvage, number: number): SessionId | undefined {
  for (const row of chunkRows(salvage, number)) {
    const chunk = AgentChunk.safeParse(parseJson(jsonOf(row)));
    if (chunk.success) return chunk.data.sessionId;
  }
  return undefined;
}

/** A number that is far from all others is a damaged one. */
function lastNumber(salvage: Salvage, records: ReadonlyMap<number, unknown>): number {
  const known = Math.max(0, ...records.keys());
  const range = { table: "chunks", key: "rowid", first: 1, last: chunkId(known + MOST_UNKNOWN, 0) };
  return Math.max(known, numberOf(salvage.greatest(range) ?? 0));
}

const MOST_SESSIONS = 2 ** 20;
const MOST_UNKNOWN = 1_000;
