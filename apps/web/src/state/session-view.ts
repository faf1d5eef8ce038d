import type {
  BackendInfo,
  MessageId,
  PermissionDecision,
  PermissionMode,
  PersonaInfo,
  QueuedMessage,
  RequestId,
  SessionInfo,
  TrustQuestion,
} from "@switchyard/core/protocol";
import type { Transcript } from "@switchyard/core/session";
import type { WireError } from "../wire/wire-error.ts";

/**
 * All that the view of one session reads and does. Every field is reactive: read it in tracking scopes
 * (`view.info.title`), never take it apart. Actions that fail reject with a `WireError` that says what
 * to do; `send` and `retry` never do, they mark the message.
 */
export interface SessionView {
  readonly info: SessionInfo;
  readonly backend: BackendInfo | undefined;
  readonly persona: PersonaInfo | undefined;
  /** A Solid store, written by core's fold. */
  readonly transcript: Transcript;
  /** True until the newest page of history is in. */
  readonly loading: boolean;
  /** Why the history could not be read. */
  readonly loadError: WireError | undefined;
  readonly hasOlder: boolean;
  loadOlder(): Promise<void>;
  /** Messages of this page that are not chunks and not in the queue yet, the oldest first. */
  readonly pending: readonly PendingMessage[];
  readonly queue: readonly QueuedMessage[];
  /** The last lines of the CLI's error output. */
  readonly stderr: readonly string[];
  readonly connection: LinkState;
  /** What the user wrote and did not send; kept over reloads. */
  readonly draft: string;
  setDraft(text: string): void;
  /** Requests whose answer was given here and has not come back as a chunk. */
  isAnswering(requestId: string): boolean;
  send(text: string, mode?: "queue" | "now"): void;
  retry(messageId: string): void;
  discard(messageId: string): void;
  withdraw(messageId: MessageId): Promise<void>;
  interrupt(): Promise<void>;
  stop(): Promise<void>;
  resume(): Promise<void>;
  answer(requestId: RequestId | string, decision: PermissionDecision, message?: string): Promise<void>;
  setPermissionMode(mode: PermissionMode): Promise<void>;
  setModel(model: string): Promise<void>;
  /** The whole of a truncated text. */
  readBlob(blobId: string): Promise<string>;
  /** Probes the backends again. */
  checkBackend(): Promise<void>;
  /** What the folder brings, where a message was refused until that is accepted. */
  trustQuestion(): TrustQuestion | null;
  /** Accepts it and sends what was refused. */
  trust(): Promise<void>;
}

/** `offline`: no connection and none is being tried, because the browser says there is no network. */
export type LinkState = "live" | "reconnecting" | "offline";

/** A message that was sent here and that the bridge has not taken yet. */
export interface PendingMessage {
  readonly messageId: MessageId;
  readonly text: string;
  readonly mode: "queue" | "now";
  /** `sent`: under way for less than 300 ms, or taken and about to appear; shown without a mark. */
  readonly state: "sent" | "sending" | "held" | "failed";
  readonly error?: WireError;
}
