import type { DatabaseSync } from "node:sqlite";
import type { SessionId } from "@switchyard/core/protocol";
import type { Logger } from "pino";
import type { SessionRecord } from "../session/record.ts";
import { loadSessions } from "./load-sessions.ts";
import type { Writer } from "./writer.ts";

/** What is kept of each session beside its chunks; all of it is in memory. */
export interface SessionTable {
  /** Stored as it is now; a later change must be saved again. */
  save(record: SessionRecord): void;
  /** It is noted that what else there is of it is to go; what is saved of it later is not. */
  remove(sessionId: SessionId): void;
  isRemoved(sessionId: SessionId): boolean;
  get(sessionId: SessionId): SessionRecord | undefined;
  /** In the order in which they were first saved. */
  list(): SessionRecord[];
  /** By which the chunks know it; undefined: never saved. */
  numberOf(sessionId: SessionId): number | undefined;
  /** Whose number it is, and since when (Unix ms) there is that session. */
  placeOf(number: number): { sessionId: SessionId; at: number } | undefined;
}

export interface SessionTableOptions {
  logger: Logger;
  /** Tells the user, in a line. */
  say: (line: string) => void;
}

export function makeSessionTable(
  db: DatabaseSync,
  writer: Writer,
  { logger, say }: SessionTableOptions,
): SessionTable {
  const upsert = db.prepare(
    `INSERT INTO sessions (number, session_id, record) VALUES (?, ?, ?)
     ON CONFLICT (number) DO UPDATE SET record = excluded.record`,
  );
  const drop = db.prepare("DELETE FROM sessions WHERE number = ?");
  const note = db.prepare("INSERT OR IGNORE INTO deleted_sessions (number, session_id) VALUES (?, ?)");
  const removed = new Set<SessionId>();
  const entries = new Map<SessionId, { number: number; record: SessionRecord }>();
  const numbers = new Map<number, SessionId>();
  let lastNumber = 0;

  const loaded = loadSessions(db);
  for (const { number, record } of loaded) enter(number, record);
  const rebuilt = loaded.filter(({ isRebuilt }) => isRebuilt).map(({ record }) => record.sessionId);
  if (rebuilt.length > 0) {
    logger.error(
      { sessionIds: rebuilt },
      "stored sessions could not be read; they were made anew from their logs",
    );
    say(
      `What was stored of ${rebuilt.length} ${rebuilt.length === 1 ? "session" : "sessions"} could not be read. ` +
        "Titles and settings of these may differ; what was said is there.",
    );
  }

  function enter(number: number, record: SessionRecord): void {
    lastNumber = Math.max(lastNumber, number);
    entries.set(record.sessionId, { number, record });
    numbers.set(number, record.sessionId);
  }

  const stored = db.prepare("SELECT max(number) AS number FROM sessions").get()?.["number"];
  if (typeof stored === "number") lastNumber = Math.max(lastNumber, stored);
  const highest = db.prepare("SELECT max(number) AS number FROM deleted_sessions").get()?.["number"];
  if (typeof highest === "number") lastNumber = Math.max(lastNumber, highest);

  return {
    save(record) {
      const { sessionId } = record;
      if (removed.has(sessionId)) return;
      const number = entries.get(sessionId)?.number ?? (lastNumber += 1);
      enter(number, record);
      const json = JSON.stringify(record);
      writer.write(() => upsert.run(number, sessionId, json));
    },
    remove(sessionId) {
      const number = entries.get(sessionId)?.number;
      if (number === undefined) return;
      entries.delete(sessionId);
      removed.add(sessionId);
      writer.write(() => {
        drop.run(number);
        note.run(number, sessionId);
      });
    },
    isRemoved: (sessionId) => removed.has(sessionId),
    get: (sessionId) => entries.get(sessionId)?.record,
    list: () => Array.from(entries.values(), ({ record }) => record),
    numberOf: (sessionId) => entries.get(sessionId)?.number,
    placeOf(number) {
      const sessionId = numbers.get(number);
      const record = sessionId && entries.get(sessionId)?.record;
      return record && { sessionId: record.sessionId, at: record.createdAt * 1000 };
    },
  };
}
