import { MessageId, type SessionId, TrustQuestion } from "@switchyard/core/protocol";
import { createStore } from "solid-js/store";
import { v4 as uuid } from "uuid";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import type { Connection } from "./connection.ts";
import type { PendingMessage } from "./session-view.ts";

/** A message shows at once; only when it takes longer than this does it say that it is being sent. */
export const SENDING_AFTER_MS = 300;

/** The messages that were sent here and are not in a transcript or a queue yet, of all sessions. */
export interface Outbox {
  of(sessionId: string): readonly PendingMessage[];
  send(sessionId: SessionId, text: string, mode: "queue" | "now"): void;
  retry(sessionId: SessionId, messageId: string): void;
  discard(sessionId: string, messageId: string): void;
  /** The bridge shows the message: as a chunk, or in the queue. */
  taken(sessionId: string, messageIds: readonly string[]): void;
  /** What a folder brings, where a message was refused until that is accepted. */
  trustQuestion(sessionId: string): TrustQuestion | null;
  /** Accepts it, and sends what was refused. */
  trust(sessionId: SessionId): Promise<void>;
}

type Mutable = { -readonly [K in keyof PendingMessage]: PendingMessage[K] };

export function createOutbox(wire: Wire, connection: Connection): Outbox {
  const [store, setStore] = createStore<Record<string, Mutable[]>>({});

  function change(sessionId: string, messageId: string, values: Partial<Mutable>): void {
    const at = (store[sessionId] ?? []).findIndex((message) => message.messageId === messageId);
    if (at >= 0) setStore(sessionId, at, values);
  }

  async function transmit(sessionId: SessionId, message: PendingMessage): Promise<void> {
    const { messageId, text, mode } = message;
    const timer = setTimeout(
      () => change(sessionId, messageId, { state: connection.link() === "live" ? "sending" : "held" }),
      SENDING_AFTER_MS,
    );
    try {
      await wire.call("sendAgentMessage", { sessionId, messageId, message: text, mode });
      change(sessionId, messageId, { state: "sent" });
    } catch (thrown) {
      change(sessionId, messageId, { state: "failed", error: toWireError(thrown) });
    } finally {
      clearTimeout(timer);
    }
  }

  const refused = (sessionId: string) =>
    (store[sessionId] ?? []).filter((message) => message.error?.code === "FOLDER_NOT_TRUSTED");

  function remove(sessionId: string, isGone: (messageId: string) => boolean): void {
    const pending = store[sessionId];
    if (pending === undefined || !pending.some((message) => isGone(message.messageId))) return;
    setStore(sessionId, (messages) => messages.filter((message) => !isGone(message.messageId)));
  }

  function retry(sessionId: SessionId, messageId: string): void {
    const message = store[sessionId]?.find((candidate) => candidate.messageId === messageId);
    if (message?.state !== "failed") return;
    const again: PendingMessage = {
      messageId: message.messageId,
      text: message.text,
      mode: message.mode,
      state: "sent",
    };
    setStore(sessionId, (messages) =>
      messages.map((candidate) => (candidate.messageId === messageId ? { ...again } : candidate)),
    );
    void transmit(sessionId, again);
  }

  return {
    of: (sessionId) => store[sessionId] ?? [],
    send(sessionId, text, mode) {
      const message: PendingMessage = {
        messageId: MessageId.parse(uuid()),
        text,
        mode,
        state: connection.link() === "live" ? "sent" : "held",
      };
      setStore(sessionId, (messages = []) => [...messages, { ...message }]);
      void transmit(sessionId, message);
    },
    retry,
    discard: (sessionId, messageId) => remove(sessionId, (id) => id === messageId),
    taken(sessionId, messageIds) {
      if (messageIds.length > 0) remove(sessionId, (id) => messageIds.includes(id));
    },
    trustQuestion: (sessionId) => questionOf(refused(sessionId)[0]?.error),
    async trust(sessionId) {
      const messages = refused(sessionId);
      const question = questionOf(messages[0]?.error);
      if (question === null) return;
      await wire.call("trustFolder", { cwd: question.cwd, hash: question.hash });
      for (const message of [...messages]) retry(sessionId, message.messageId);
    },
  };
}

/** What `FOLDER_NOT_TRUSTED` carries, or null for another error. */
export function questionOf(error: WireError | undefined): TrustQuestion | null {
  if (error?.code !== "FOLDER_NOT_TRUSTED") return null;
  const question = TrustQuestion.safeParse(error.data);
  return question.success ? question.data : null;
}
