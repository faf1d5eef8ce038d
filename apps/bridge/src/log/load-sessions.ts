import type { DatabaseSync } from "node:sqlite";
import { AgentChunk, SessionId } from "@switchyard/core/protocol";
import { SessionRecord } from "../session/record.ts";
import { parseJson } from "../parse-json.ts";
import { idsOf } from "./chunk-id.ts";
import { type KnownOfSession, rebuildRecord } from "./rebuild-record.ts";
import { integer, type Row, text } from "./row.ts";

export interface LoadedSession {
  readonly number: number;
  readonly record: SessionRecord;
  /** What is stored of it cannot be read; it stays as it is until the record is saved. */
  readonly isRebuilt: boolean;
}

/** In the order of their numbers; one of which nothing at all can be told is left out. */
export function loadSessions(db: DatabaseSync): LoadedSession[] {
  const rows = db.prepare("SELECT number, session_id, record FROM sessions ORDER BY number").all();
  return rows.flatMap((row) => readSession(db, row) ?? []);
}

function readSession(db: DatabaseSync, row: Row): LoadedSession | undefined {
  const number = integer(row, "number");
  const json = text(row, "record");
  const record = SessionRecord.safeParse(parseJson(json));
  if (record.success && record.data.sessionId === row["session_id"]) {
    return { number, record: record.data, isRebuilt: false };
  }
  const known = knownOf(db, number, row["session_id"]);
  return known && { number, record: rebuildRecord(json, known), isRebuilt: true };
}

/** Of what the session's log tells. */
function knownOf(db: DatabaseSync, number: number, stored: unknown): KnownOfSession | undefined {
  const [first, last] = [chunk(db, number, "ORDER BY id"), chunk(db, number, "ORDER BY id DESC")];
  const sessionId = SessionId.safeParse(first?.sessionId ?? stored);
  if (!sessionId.success) return undefined;
  const started = chunk(db, number, "AND type = 'session_started' ORDER BY id DESC");
  const turn = chunk(db, number, "AND type IN ('turn_started', 'turn_ended') ORDER BY id DESC");
  return {
    sessionId: sessionId.data,
    started: started?.type === "session_started" ? started : undefined,
    turn: turn?.turn ?? 0,
    from: Math.floor((first?.at ?? 0) / 1000),
    to: Math.floor((last?.at ?? 0) / 1000),
  };
}

/** The first that is sound. */
function chunk(db: DatabaseSync, number: number, which: string): AgentChunk | undefined {
  const rows = db
    .prepare(`SELECT json FROM chunks WHERE id BETWEEN ? AND ? ${which} LIMIT 10`)
    .all(...idsOf(number));
  return rows.flatMap((row) => AgentChunk.safeParse(parseJson(text(row, "json"))).data ?? [])[0];
}
