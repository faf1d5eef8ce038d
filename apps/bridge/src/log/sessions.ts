import type { DatabaseSync } from "node:sqlite";
import type { SessionId } from "@switchyard/core/protocol";
import type { Logger } from "pino";
import { SessionRecord } from "../session/record.ts";
import { integer, text } from "./row.ts";
import type { Writer } from "./writer.ts";

/** What is kept of each session beside its chunks; all of it is in memory. */
export interface SessionTable {
  /** Stored as it is now; a later change must be saved again. */
  save(record: SessionRecord): void;
  remove(sessionId: SessionId): void;
  get(sessionId: SessionId): SessionRecord | undefined;
  /** In the order in which they were first saved. */
  list(): SessionRecord[];
  /** By which the chunks know it; undefined: never saved. */
  numberOf(sessionId: SessionId): number | undefined;
}

export function makeSessionTable(db: DatabaseSync, writer: Writer, logger: Logger): SessionTable {
  const upsert = db.prepare(
    `INSERT INTO sessions (number, session_id, record) VALUES (?, ?, ?)
     ON CONFLICT (number) DO UPDATE SET record = excluded.record`,
  );
  const drop = db.prepare("DELETE FROM sessions WHERE session_id = ?");
  const entries = new Map<SessionId, { number: number; record: SessionRecord }>();
  let lastNumber = 0;

  for (const row of db.prepare("SELECT number, session_id, record FROM sessions ORDER BY number").all()) {
    lastNumber = integer(row, "number");
    const record = SessionRecord.safeParse(JSON.parse(text(row, "record")));
    if (record.success) entries.set(record.data.sessionId, { number: lastNumber, record: record.data });
    else
      logger.error({ sessionId: text(row, "session_id") }, "a stored session cannot be read and is left out");
  }

  return {
    save(record) {
      const { sessionId } = record;
      const number = entries.get(sessionId)?.number ?? (lastNumber += 1);
      entries.set(sessionId, { number, record });
      const json = JSON.stringify(record);
      writer.write(() => upsert.run(number, sessionId, json));
    },
    remove(sessionId) {
      if (entries.delete(sessionId)) writer.write(() => drop.run(sessionId));
    },
    get: (sessionId) => entries.get(sessionId)?.record,
    list: () => Array.from(entries.values(), ({ record }) => record),
    numberOf: (sessionId) => entries.get(sessionId)?.number,
  };
}
