import { MessageId, type SessionId, TrustQuestion } from "@switchyard/core/protocol";
import { onCleanup } from "solid-js";
import { createStore } from "solid-js/store";
import { v4 as uuid } from "uuid";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import type { Connection } from "./connection.ts";
import { forgetHeld, type HeldMessage, keepHeld, onForgotten, recallHeld } from "./held-messages.ts";
import { isUpload, type Outgoing, uploadAll } from "./outgoing.ts";
import type { PendingMessage } from "./session-view.ts";

export interface NewMessage {
  readonly text: string;
  readonly mode: "queue" | "now";
  readonly files: readonly Outgoing[];
}

/** A message shows at once; only when it takes longer than this does it say that it is being sent. */
export const SENDING_AFTER_MS = 300;

/** Older than this, in ms, a message that was held is not sent by itself any more: its time may be over. */
const SENDS_ITSELF_MS = 24 * 60 * 60 * 1000;

/**
 * The messages that were sent here and are not in a transcript or a queue yet, of all sessions. Until the bridge
 * has taken one it is kept over reloads; then every tab sends it, and the bridge takes its id once.
 */
export interface Outbox {
  of(sessionId: string): readonly PendingMessage[];
  send(sessionId: SessionId, message: NewMessage): void;
  retry(sessionId: SessionId, messageId: string): void;
  /** Gives back its files. */
  discard(sessionId: string, messageId: string): readonly Outgoing[];
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
  /** All files of the messages that wait for some of them. */
  const files = new Map<string, readonly Outgoing[]>();
  /** By session: the messages before have their files, or never will. */
  const before = new Map<string, Promise<void>>();
  const find = (sessionId: string, messageId: string) =>
    store[sessionId]?.find((message) => message.messageId === messageId);

  function change(sessionId: string, messageId: string, values: Partial<Mutable>): void {
    const at = (store[sessionId] ?? []).findIndex((message) => message.messageId === messageId);
    if (at >= 0) setStore(sessionId, at, values);
  }

  function markSoon(sessionId: string, messageId: string): ReturnType<typeof setTimeout> {
    const mark = () =>
      change(sessionId, messageId, { state: connection.link() === "live" ? "sending" : "held" });
    return setTimeout(mark, SENDING_AFTER_MS);
  }

  /** Sends a message when its files are at the bridge, and those before it in its session have theirs. */
  async function deliver(sessionId: SessionId, message: PendingMessage): Promise<void> {
    const { messageId } = message;
    const own = files.get(messageId);
    const earlier = before.get(sessionId);
    if (own === undefined && earlier === undefined) return transmit(sessionId, message);
    const timer = markSoon(sessionId, messageId);
    const uploaded = uploadAll(own ?? []);
    const done = Promise.all([earlier, uploaded.catch(() => undefined)]).then(() => undefined);
    before.set(sessionId, done);
    try {
      const attachments = own === undefined ? (message.attachments ?? []) : await uploaded;
      await done;
      // It may have been taken back meanwhile.
      if (find(sessionId, messageId) === undefined) return;
      const whole: PendingMessage = { ...message, attachments, uploads: [] };
      files.delete(messageId);
      change(sessionId, messageId, { attachments, uploads: [] });
      keepHeld(heldOf(sessionId, whole, false));
      await transmit(sessionId, whole);
    } catch (thrown) {
      change(sessionId, messageId, { state: "failed", error: toWireError(thrown) });
    } finally {
      clearTimeout(timer);
      if (before.get(sessionId) === done) before.delete(sessionId);
    }
  }

  async function transmit(sessionId: SessionId, message: PendingMessage): Promise<void> {
    const { messageId, text, mode, attachments = [] } = message;
    const timer = markSoon(sessionId, messageId);
    try {
      const blobIds = attachments.map(({ blobId }) => blobId);
      await wire.call("sendAgentMessage", {
        sessionId,
        messageId,
        message: text,
        mode,
        ...(blobIds.length === 0 ? {} : { attachments: blobIds }),
      });
      forgetHeld(messageId);
      change(sessionId, messageId, { state: "sent" });
    } catch (thrown) {
      const error = toWireError(thrown);
      change(sessionId, messageId, { state: "failed", error });
      // The page goes, or another tab has it: what is kept stays as it is.
      if (error.code !== "CLOSED") keepHeld(heldOf(sessionId, message, true));
    } finally {
      clearTimeout(timer);
    }
  }

  const refused = (sessionId: string) =>
    (store[sessionId] ?? []).filter((message) => message.error?.code === "FOLDER_NOT_TRUSTED");

  function remove(sessionId: string, isGone: (messageId: string) => boolean): void {
    const gone = (store[sessionId] ?? []).filter((message) => isGone(message.messageId));
    if (gone.length === 0) return;
    for (const { messageId } of gone) {
      files.delete(messageId);
      forgetHeld(messageId);
    }
    setStore(sessionId, (messages) => messages.filter((message) => !isGone(message.messageId)));
  }

  function retry(sessionId: SessionId, messageId: string): void {
    const message = find(sessionId, messageId);
    if (message?.state !== "failed") return;
    const { text, mode, attachments = [], uploads = [] } = message;
    const again: PendingMessage = {
      ...{ messageId: message.messageId, text, mode, attachments },
      // What an earlier page did not bring up will not come: the message goes without it.
      uploads: files.has(messageId) ? uploads : [],
      state: "sent",
    };
    setStore(sessionId, (messages) =>
      messages.map((candidate) => (candidate.messageId === messageId ? { ...again } : candidate)),
    );
    void deliver(sessionId, again);
  }

  /** What an earlier page left: it is held, or, where it was refused or is old, waits for the user. */
  async function restore(held: HeldMessage): Promise<void> {
    const { sessionId, messageId, text, mode, attachments, missing } = held;
    const isOld = Date.now() - held.at > SENDS_ITSELF_MS;
    const waits = held.hasFailed || missing.length > 0 || isOld;
    const message: PendingMessage = {
      ...{ messageId, text, mode, attachments, uploads: missing },
      state: waits ? "failed" : "held",
    };
    setStore(sessionId, (messages = []) => [...messages, { ...message }]);
    if (waits) return;
    await transmit(sessionId, message);
    const now = find(sessionId, messageId);
    // It may have been taken long before: the transcript and the queue know where it is.
    if (now?.state === "sent" || now?.error?.code === "SESSION_NOT_FOUND") remove(sessionId, isIt(messageId));
  }

  onCleanup(
    onForgotten((messageId) => {
      for (const sessionId of Object.keys(store)) remove(sessionId, isIt(messageId));
    }),
  );
  for (const held of recallHeld()) void restore(held);

  return {
    of: (sessionId) => store[sessionId] ?? [],
    send(sessionId, { text, mode, files: all }) {
      const uploads = all.filter(isUpload);
      const messageId = MessageId.parse(uuid());
      if (uploads.length > 0) files.set(messageId, all);
      const made: PendingMessage = {
        messageId,
        text,
        mode,
        attachments: all.flatMap((file) => (isUpload(file) ? [] : [file])),
        uploads: uploads.map(({ file }) => file.name),
        state: connection.link() === "live" ? "sent" : "held",
      };
      const isKept = keepHeld(heldOf(sessionId, made, false));
      const message: PendingMessage = isKept ? made : { ...made, isOnlyHere: true };
      setStore(sessionId, (messages = []) => [...messages, { ...message }]);
      void deliver(sessionId, message);
    },
    retry,
    discard(sessionId, messageId) {
      const own = files.get(messageId) ?? find(sessionId, messageId)?.attachments ?? [];
      remove(sessionId, isIt(messageId));
      return own;
    },
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

function heldOf(sessionId: SessionId, message: PendingMessage, hasFailed: boolean): HeldMessage {
  const { messageId, text, mode, attachments = [], uploads = [] } = message;
  const files = { attachments: [...attachments], missing: [...uploads] };
  return { sessionId, messageId, text, mode, ...files, at: Date.now(), hasFailed };
}

function isIt(messageId: string): (other: string) => boolean {
  return (other) => other === messageId;
}

/** What `FOLDER_NOT_TRUSTED` carries, or null for another error. */
export function questionOf(error: WireError | undefined): TrustQuestion | null {
  if (error?.code !== "FOLDER_NOT_TRUSTED") return null;
  const question = TrustQuestion.safeParse(error.data);
  return question.success ? question.data : null;
}
