import type { DatabaseSync } from "node:sqlite";
import type { MessageId, SessionId } from "@switchyard/core/protocol";
import type { Writer } from "./writer.ts";

/** Takes a message by its id: true the first time, false ever after. */
export type TakeMessageId = (sessionId: SessionId, messageId: MessageId) => boolean;

export function makeTakeMessageId(db: DatabaseSync, writer: Writer): TakeMessageId {
  const find = db.prepare("SELECT 1 FROM taken_messages WHERE session_id = ? AND message_id = ?");
  const insert = db.prepare("INSERT INTO taken_messages (session_id, message_id) VALUES (?, ?)");
  /** Taken, and not stored yet. */
  const waiting = new Set<string>();

  return (sessionId, messageId) => {
    const key = `${sessionId} ${messageId}`;
    if (waiting.has(key) || find.get(sessionId, messageId) !== undefined) return false;
    waiting.add(key);
    writer.write(() => insert.run(sessionId, messageId), { stored: () => waiting.delete(key) });
    return true;
  };
}
