import type { QueuedMessage } from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import { cutText } from "../log/utf8.ts";
import { asManyAsFit } from "./as-many-as-fit.ts";
import type { SessionRecord } from "./record.ts";

/**
 * What waits, as clients see it, and whether for the turn or for the user; a long queue still fits a frame, if need be
 * without its last ones, which come as those before them go.
 */
export function queueView(log: Log, record: SessionRecord): QueuedMessage[] {
  let room = WHOLE_QUEUE;
  const views = log.queue.list(record.sessionId).map(({ messageId, message, at, attachments }) => {
    const written = writtenBytes(message);
    const shown = written <= WHOLE_MESSAGE && written <= room ? message : cutText(message, BEGINNING);
    room -= writtenBytes(shown);
    const bytes = Buffer.byteLength(message);
    const waiting = { messageId, message: shown, bytes, at, held: record.queueHeld };
    return attachments === undefined ? waiting : { ...waiting, attachments };
  });
  return asManyAsFit(views);
}

function writtenBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

/** In bytes of JSON. */
const WHOLE_QUEUE = 256 * 1024;
const WHOLE_MESSAGE = 64 * 1024;
const BEGINNING = 1024;
