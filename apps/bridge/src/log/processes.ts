import type { DatabaseSync } from "node:sqlite";
import { SessionId } from "@switchyard/core/protocol";
import { z } from "zod";
import { readable } from "./row.ts";
import type { Writer } from "./writer.ts";

/** A process that was started and of which no end is known, told from a later one with the same pid. */
const StartedProcess = z.object({
  marker: z.string(),
  /** Null: it was started ahead of a session. */
  sessionId: SessionId.nullable(),
  /** Null: it was about to be started. */
  pid: z.number().int().nullable(),
  /** In clock ticks since the boot; null where the system does not tell. */
  startTime: z.number().int().nullable(),
  bootId: z.string().nullable(),
});
export type StartedProcess = z.infer<typeof StartedProcess>;

/** What a bridge that was killed has left running is ended by its successor. */
export interface ProcessTable {
  /**
   * Writes down what is about to be started; resolves once that is stored, so that it is found by its marker
   * whenever this bridge ends.
   */
  announce(marker: string, sessionId: SessionId | null): Promise<void>;
  add(started: StartedProcess): void;
  remove(marker: string): void;
  list(): StartedProcess[];
}

export function makeProcessTable(db: DatabaseSync, writer: Writer): ProcessTable {
  const insert = db.prepare(
    "INSERT OR REPLACE INTO processes (marker, session_id, pid, start_time, boot_id) VALUES (?, ?, ?, ?, ?)",
  );
  const drop = db.prepare("DELETE FROM processes WHERE marker = ?");
  const stored = db.prepare(
    "SELECT marker, nullif(session_id, '') AS sessionId, pid, start_time AS startTime, boot_id AS bootId FROM processes",
  );
  const rows = readable(stored.all(), (row) => StartedProcess.parse(row));
  const started = new Map(rows.map((each) => [each.marker, each]));

  function add(each: StartedProcess): void {
    const { marker, sessionId, pid, startTime, bootId } = each;
    started.set(marker, each);
    writer.write(() => insert.run(marker, sessionId ?? "", pid, startTime, bootId));
  }

  return {
    announce(marker, sessionId) {
      add({ marker, sessionId, pid: null, startTime: null, bootId: null });
      return new Promise((resolve) => writer.afterCommit(resolve));
    },
    add,
    remove(marker) {
      started.delete(marker);
      writer.write(() => drop.run(marker));
    },
    list: () => [...started.values()],
  };
}
