import type { DatabaseSync } from "node:sqlite";
import { Attachment, MessageId, type QueuedMessage, type SessionId } from "@switchyard/core/protocol";
import { z } from "zod";
import { integer, readable, type Row, text } from "./row.ts";
import type { Writer } from "./writer.ts";

/** A message as it waits; whether for the turn or for the user, the session knows. */
export type WaitingMessage = Omit<QueuedMessage, "held">;

/** The messages that wait, for each session in their order. */
export interface Queue {
  add(sessionId: SessionId, message: WaitingMessage): void;
  /** Puts a message before all others. */
  unshift(sessionId: SessionId, message: WaitingMessage): void;
  /** Takes the next one out. */
  shift(sessionId: SessionId): WaitingMessage | undefined;
  /** Changes its text; false: it does not wait. */
  update(sessionId: SessionId, messageId: MessageId, message: string): boolean;
  /** Takes it out; undefined: it does not wait. */
  remove(sessionId: SessionId, messageId: MessageId): WaitingMessage | undefined;
  list(sessionId: SessionId): WaitingMessage[];
}

interface Placed {
  readonly position: number;
  readonly message: WaitingMessage;
}

export function makeQueue(db: DatabaseSync, writer: Writer): Queue {
  const insert = db.prepare(
    "INSERT INTO queued_messages (session_id, position, message_id, message, at, attachments) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const drop = db.prepare("DELETE FROM queued_messages WHERE session_id = ? AND position = ?");
  const change = db.prepare("UPDATE queued_messages SET message = ? WHERE session_id = ? AND position = ?");
  const queues = readQueues(db);

  function queueOf(sessionId: SessionId): Placed[] {
    const queue = queues.get(sessionId) ?? [];
    queues.set(sessionId, queue);
    return queue;
  }

  function store(sessionId: SessionId, { position, message }: Placed): Placed {
    const { messageId, message: words, at, attachments = [] } = message;
    const named = JSON.stringify(attachments);
    writer.write(() => insert.run(sessionId, position, messageId, words, at, named));
    return { position, message };
  }

  function take(sessionId: SessionId, at: number): WaitingMessage | undefined {
    const [taken] = queueOf(sessionId).splice(at, 1);
    if (taken === undefined) return undefined;
    writer.write(() => drop.run(sessionId, taken.position));
    return taken.message;
  }

  return {
    add(sessionId, message) {
      const queue = queueOf(sessionId);
      queue.push(store(sessionId, { position: (queue.at(-1)?.position ?? 0) + 1, message }));
    },
    unshift(sessionId, message) {
      const queue = queueOf(sessionId);
      queue.unshift(store(sessionId, { position: (queue[0]?.position ?? 0) - 1, message }));
    },
    update(sessionId, messageId, message) {
      const queue = queueOf(sessionId);
      const at = queue.findIndex((placed) => placed.message.messageId === messageId);
      const placed = queue[at];
      if (placed === undefined) return false;
      queue[at] = { position: placed.position, message: { ...placed.message, message } };
      writer.write(() => change.run(message, sessionId, placed.position));
      return true;
    },
    shift: (sessionId) => take(sessionId, 0),
    remove(sessionId, messageId) {
      const at = queueOf(sessionId).findIndex(({ message }) => message.messageId === messageId);
      return at === -1 ? undefined : take(sessionId, at);
    },
    list: (sessionId) => (queues.get(sessionId) ?? []).map(({ message }) => message),
  };
}

function readQueues(db: DatabaseSync): Map<string, Placed[]> {
  const rows = db.prepare("SELECT * FROM queued_messages ORDER BY session_id, position").all();
  const queues = new Map<string, Placed[]>();
  for (const { sessionId, placed } of readable(rows, readPlaced)) {
    queues.set(sessionId, [...(queues.get(sessionId) ?? []), placed]);
  }
  return queues;
}

function readPlaced(row: Row): { sessionId: string; placed: Placed } {
  const messageId = MessageId.parse(text(row, "message_id"));
  const attachments = readAttachments(text(row, "attachments"));
  const message = {
    messageId,
    message: text(row, "message"),
    at: integer(row, "at"),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
  return { sessionId: text(row, "session_id"), placed: { position: integer(row, "position"), message } };
}

/** A message goes without those that are damaged, rather than not at all. */
function readAttachments(json: string): Attachment[] {
  try {
    return z.array(Attachment).parse(JSON.parse(json));
  } catch {
    return [];
  }
}
