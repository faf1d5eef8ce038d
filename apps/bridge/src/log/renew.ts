import { LogId, type SessionId } from "@switchyard/core/protocol";
import type { Logger } from "pino";
import { v4 as uuid } from "uuid";
import type { Appender } from "./append.ts";
import type { Repair } from "./repair.ts";
import type { SessionTable } from "./sessions.ts";

/** What clients hold of these logs may not be what is stored: as new ones they are loaded anew. */
export function renewLogs({
  sessions,
  appender,
  logger,
}: {
  sessions: SessionTable;
  appender: Appender;
  logger: Logger;
}): void {
  const begun = sessions.list().filter(({ sessionId }) => appender.lastSeq(sessionId) > 0);
  for (const record of begun) sessions.save({ ...record, logId: LogId.parse(uuid()) });
  if (begun.length === 0) return;
  logger.info(
    { sessions: begun.length },
    "what was shown last may not have reached the disk: clients load these sessions anew",
  );
}

/** Says at the end of each log what a repair could not save of it. */
export function tellRepair({ lost, unsureEnds, keptAs }: Repair, appender: Appender): void {
  for (const sessionId of new Set<SessionId>([...lost.keys(), ...unsureEnds])) {
    const count = lost.get(sessionId) ?? 0;
    const events = count === 1 ? "1 event" : `${count} events`;
    const what = count === 0 ? "" : `${events} of this session could not be read after a fault of the disk. `;
    const end = unsureEnds.has(sessionId) ? "What came last may be missing. " : "";
    const content = `${what}${end}The damaged file is kept as ${keptAs}.`;
    appender.note(sessionId, { type: "notice", content, level: "error", code: "damaged" });
  }
}
