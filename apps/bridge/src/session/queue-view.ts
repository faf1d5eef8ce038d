import type { QueuedMessage } from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import { cutText } from "../log/utf8.ts";
import type { SessionRecord } from "./record.ts";

/** What waits, as clients see it, and whether for the turn or for the user; a long queue still fits a frame. */
export function queueView(log: Log, record: SessionRecord): QueuedMessage[] {
  let room = WHOLE_QUEUE;
  return log.queue.list(record.sessionId).map(({ messageId, message, at, attachments }) => {
    const bytes = Buffer.byteLength(message);
    const shown = bytes <= WHOLE_MESSAGE && bytes <= room ? message : cutText(message, BEGINNING);
    room -= Buffer.byteLength(shown);
    const waiting = { messageId, message: shown, bytes, at, held: record.queueHeld };
    return attachments === undefined ? waiting : { ...waiting, attachments };
  });
}

/** In bytes; a text escaped as JSON may be twice as long. */
const WHOLE_QUEUE = 256 * 1024;
const WHOLE_MESSAGE = 64 * 1024;
const BEGINNING = 1024;
