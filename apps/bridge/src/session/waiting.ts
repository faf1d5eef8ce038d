import type { MessageId } from "@switchyard/core/protocol";
import { queueView } from "./queue-view.ts";
import type { SessionRecord } from "./record.ts";
import type { SessionDeps } from "./session-deps.ts";

/** The messages of a session that wait for its turn to end or, held, for the user. */
export interface Waiting {
  isEmpty(): boolean;
  add(message: string, messageId: MessageId): void;
  /** Ahead of all others, and it goes even where they are held. */
  addFirst(message: string, messageId: MessageId): void;
  /** Takes out the one whose turn it is; null: none waits, or the user must say so first. */
  take(): { message: string; messageId: MessageId } | null;
  /** What waits now waits for the user. */
  hold(): void;
  /** The user has sent something: what waits goes behind it. */
  release(): void;
  /** False: it does not wait. */
  withdraw(messageId: MessageId): boolean;
  update(messageId: MessageId, message: string): boolean;
}

export function makeWaiting(
  deps: Pick<SessionDeps, "log" | "queueChanged" | "changed">,
  record: SessionRecord,
): Waiting {
  const { queue } = deps.log;
  const { sessionId } = record;
  /** The one that goes even where the others are held. */
  let first: MessageId | null = null;

  const isEmpty = (): boolean => queue.list(sessionId).length === 0;

  // What waited when the bridge last ended waits for the user.
  if (!isEmpty()) record.queueHeld = true;

  function tell(): void {
    deps.queueChanged(sessionId, queueView(deps.log, record));
    deps.changed(sessionId);
  }

  return {
    isEmpty,
    add(message, messageId) {
      queue.add(sessionId, { messageId, message, at: Date.now() });
      tell();
    },
    addFirst(message, messageId) {
      queue.unshift(sessionId, { messageId, message, at: Date.now() });
      first = messageId;
      tell();
    },
    take() {
      if (record.queueHeld && first === null) return null;
      const head = queue.shift(sessionId);
      if (head === undefined) return null;
      tell();
      return head;
    },
    hold() {
      if (record.queueHeld || isEmpty()) return;
      record.queueHeld = true;
      tell();
    },
    release() {
      first = null;
      if (!record.queueHeld) return;
      record.queueHeld = false;
      tell();
    },
    withdraw(messageId) {
      const isRemoved = queue.remove(sessionId, messageId);
      if (messageId === first) first = null;
      if (isRemoved) tell();
      return isRemoved;
    },
    update(messageId, message) {
      const isUpdated = queue.update(sessionId, messageId, message);
      if (isUpdated) tell();
      return isUpdated;
    },
  };
}
