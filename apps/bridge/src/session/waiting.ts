import type { Attachment, MessageId } from "@switchyard/core/protocol";
import type { WaitingMessage } from "../log/queue.ts";
import { queueView } from "./queue-view.ts";
import type { SessionRecord } from "./record.ts";
import type { SessionDeps } from "./session-deps.ts";

/** What the user says, and the files beside it. */
export interface Words {
  readonly message: string;
  readonly messageId: MessageId;
  /** @default none */
  readonly attachments?: readonly Attachment[];
}

/** The messages of a session that wait for its turn to end or, held, for the user. */
export interface Waiting {
  isEmpty(): boolean;
  add(words: Words): void;
  /** Ahead of all others, and it goes even where they are held. */
  addFirst(words: Words): void;
  /** Takes out the one whose turn it is; null: none waits, or the user must say so first. */
  take(): WaitingMessage | null;
  /** What waits now waits for the user. */
  hold(): void;
  /** It does, and none of it is to go ahead. */
  isHeld(): boolean;
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
    add(words) {
      queue.add(sessionId, placed(words));
      tell();
    },
    addFirst(words) {
      queue.unshift(sessionId, placed(words));
      first = words.messageId;
      tell();
    },
    take() {
      if (record.queueHeld && first === null) return null;
      const head = queue.shift(sessionId);
      if (head === undefined) return null;
      tell();
      return head;
    },
    isHeld: () => record.queueHeld && first === null,
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
      const removed = queue.remove(sessionId, messageId);
      if (messageId === first) first = null;
      if (removed === undefined) return false;
      const named = new Set(queue.list(sessionId).flatMap(({ attachments = [] }) => attachments.map(idOf)));
      deps.log.attachments.release((removed.attachments ?? []).filter((each) => !named.has(idOf(each))));
      tell();
      return true;
    },
    update(messageId, message) {
      const isUpdated = queue.update(sessionId, messageId, message);
      if (isUpdated) tell();
      return isUpdated;
    },
  };
}

/** A message that waited, as what the user says. */
export function wordsOf({ message, messageId, attachments = [] }: WaitingMessage): Words {
  return { message, messageId, attachments };
}

function placed({ message, messageId, attachments = [] }: Words): WaitingMessage {
  const beside = attachments.length === 0 ? {} : { attachments: [...attachments] };
  return { messageId, message, at: Date.now(), ...beside };
}

function idOf({ blobId }: Attachment): Attachment["blobId"] {
  return blobId;
}
