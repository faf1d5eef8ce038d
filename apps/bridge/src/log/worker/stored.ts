import { pathToFileURL } from "node:url";
import { DatabaseSync } from "node:sqlite";
import { type AgentChunk, SessionId } from "@switchyard/core/protocol";
import { SessionRecord } from "../../session/record.ts";
import { parseJson } from "../../parse-json.ts";
import { chunkId, seqOf } from "../chunk-id.ts";
import { makeChunkTable, parseChunk } from "../chunk-table.ts";
import type { SerialisedChunk } from "../ring.ts";
import { integer, type Row, text } from "../row.ts";
import { sturdy } from "../sturdy.ts";

/** The log as the worker reads it. */
export interface Stored {
  /** All that are there, by their numbers. */
  sessions(): { number: number; sessionId: SessionId }[];
  sessionId(number: number): SessionId | undefined;
  /** Undefined: it is not there, or cannot be read. */
  record(number: number): SessionRecord | undefined;
  lastSeq(number: number): number;
  /** The first ones of a range; fewer than `limit` also where they are long. */
  chunks(number: number, range: StoredRange): StoredChunk[];
  /** The chunks of one item within a range. */
  item(number: number, head: number, to: number): AgentChunk[];
  chunk(number: number, seq: number): AgentChunk | undefined;
  /** From the first on, with a notice in the place of each that cannot be read. */
  serialised(number: number, last: number): Iterable<Pick<SerialisedChunk, "seq" | "json">>;
  readonly db: DatabaseSync;
}

export interface StoredRange {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

export interface StoredChunk {
  readonly seq: number;
  readonly head: number;
  readonly type: string;
  readonly json: string;
}

/** @throws {Error} where the file is gone: it is not made again */
export function openStored(file: string): Stored {
  const address = pathToFileURL(file);
  address.searchParams.set("mode", "rw");
  const db = new DatabaseSync(address, { timeout: 1_000 });
  db.exec("PRAGMA synchronous = NORMAL");
  const numbers = db.prepare("SELECT number, session_id FROM sessions ORDER BY number");
  const session = db.prepare("SELECT session_id, record FROM sessions WHERE number = ?");
  const last = db.prepare("SELECT max(id) AS id FROM chunks WHERE id BETWEEN ? AND ?");
  const range = db.prepare(
    "SELECT id, head, type, json FROM chunks WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?",
  );
  const item = db.prepare("SELECT json FROM chunks WHERE id BETWEEN ? AND ? AND head = ? ORDER BY id");

  const damaged = sturdy(makeChunkTable(db), { placeOf, onDamage: () => undefined });

  function placeOf(number: number): { sessionId: SessionId; at: number } | undefined {
    const row = session.get(number);
    return row && { sessionId: sessionIdOf(row), at: (recordOf(row)?.createdAt ?? 0) * 1000 };
  }

  function chunks(number: number, { from, to, limit }: StoredRange): StoredChunk[] {
    const found: StoredChunk[] = [];
    let length = 0;
    for (const row of range.iterate(chunkId(number, from), chunkId(number, to), limit)) {
      const json = text(row, "json");
      const [seq, head] = [seqOf(integer(row, "id")), integer(row, "head")];
      found.push({ seq, head, type: text(row, "type"), json });
      length += json.length;
      if (length > MAX_LENGTH) break;
    }
    return found;
  }

  /** The first rows of a range; undefined: one of them is not as it should be. */
  function soundRows(number: number, { from, to }: { from: number; to: number }): StoredChunk[] | undefined {
    try {
      const rows = chunks(number, { from, to, limit: BATCH });
      const areSound = rows.every(({ seq, json }, at) => seq === from + at && readChunk(json)?.seq === seq);
      return areSound && rows.length > 0 ? rows : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    db,
    sessions: () =>
      numbers.all().map((row) => ({ number: integer(row, "number"), sessionId: sessionIdOf(row) })),
    sessionId(number) {
      const row = session.get(number);
      return row && sessionIdOf(row);
    },
    record(number) {
      const row = session.get(number);
      return row && recordOf(row);
    },
    lastSeq(number) {
      const id = last.get(chunkId(number, 1), chunkId(number, LAST_SEQ))?.["id"];
      return typeof id === "number" ? seqOf(id) : 0;
    },
    chunks,
    item: (number, head, to) =>
      item
        .all(chunkId(number, head), chunkId(number, to), head)
        .flatMap((row) => readChunk(text(row, "json")) ?? []),
    chunk(number, seq) {
      const [row] = range.all(chunkId(number, seq), chunkId(number, seq), 1);
      return row && readChunk(text(row, "json"));
    },
    *serialised(number, last) {
      for (let from = 1; from <= last;) {
        const range = { from, to: Math.min(last, from + BATCH - 1) };
        // Every chunk is looked at in depth only where one is not as it should be.
        const sound = soundRows(number, range);
        yield* sound ?? damaged.serialised(number, range);
        from = (sound?.at(-1)?.seq ?? range.to) + 1;
      }
    },
  };
}

/** Undefined: a fault of the disk has changed it. */
export function readChunk(json: string): AgentChunk | undefined {
  try {
    return parseChunk(json);
  } catch {
    return undefined;
  }
}

function recordOf(row: Row): SessionRecord | undefined {
  return SessionRecord.safeParse(parseJson(text(row, "record"))).data;
}

function sessionIdOf(row: Row): SessionId {
  return SessionId.parse(text(row, "session_id"));
}

const LAST_SEQ = 2 ** 32 - 1;
/** Any chunk may be long: this many are held at a time. */
const BATCH = 64;
/** Of the texts that are held at a time, in characters; one is held however long it is. */
const MAX_LENGTH = 2 ** 20;
