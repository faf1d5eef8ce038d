import type { DatabaseSync } from "node:sqlite";
import { SessionId } from "@switchyard/core/protocol";
import { z } from "zod";
import type { Writer } from "./writer.ts";

/** A process that was started and of which no end is known, told from a later one with the same pid. */
const StartedProcess = z.object({
  marker: z.string(),
  sessionId: SessionId,
  pid: z.number().int(),
  /** In clock ticks since the boot; null where the system does not tell. */
  startTime: z.number().int().nullable(),
  bootId: z.string().nullable(),
});
export type StartedProcess = z.infer<typeof StartedProcess>;

/** What a bridge that was killed has left running is ended by its successor. */
export interface ProcessTable {
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
    "SELECT marker, session_id AS sessionId, pid, start_time AS startTime, boot_id AS bootId FROM processes",
  );
  const started = new Map(
    stored
      .all()
      .map((row) => StartedProcess.parse(row))
      .map((each) => [each.marker, each]),
  );

  return {
    add(each) {
      const { marker, sessionId, pid, startTime, bootId } = each;
      started.set(marker, each);
      writer.write(() => insert.run(marker, sessionId, pid, startTime, bootId));
    },
    remove(marker) {
      started.delete(marker);
      writer.write(() => drop.run(marker));
    },
    list: () => [...started.values()],
  };
}
