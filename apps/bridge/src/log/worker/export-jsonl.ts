import type { SessionRecord } from "../../session/record.ts";
import { parseChunk } from "../chunk-table.ts";
import type { Stored } from "./stored.ts";
import { wholeOf } from "./whole-stored.ts";

/** A line about the session, then each chunk as it is stored, with what was cut out of it. */
export function* jsonlOf(stored: Stored, number: number): Generator<string> {
  const record = stored.record(number);
  yield `${JSON.stringify({ switchyard: FORMAT, session: record && aboutSession(record) })}\n`;
  for (const { json } of stored.serialised(number, stored.lastSeq(number))) {
    yield json.includes('"truncated"')
      ? `${JSON.stringify(wholeOf(stored, parseChunk(json)))}\n`
      : `${json}\n`;
  }
}

function aboutSession(
  record: SessionRecord,
): Omit<SessionRecord, "queueHeld" | "readSeq" | "unread" | "activity"> {
  const { queueHeld: _held, readSeq: _read, unread: _unread, activity: _activity, ...about } = record;
  return about;
}

/** Of the file. */
const FORMAT = 1;
