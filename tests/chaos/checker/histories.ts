import type { AgentChunk, LogId, MessageId, RequestId, SessionId } from "@switchyard/core/protocol";
import type { SeenChunk, SeenLife } from "@switchyard/testkit/bridge";
import type { JournalEntry } from "../cli/journal.ts";

/** The three histories of what happened (what CLIs wrote, what the logs hold, what clients saw), and what was asked for. */
export interface Histories {
  readonly logs: readonly LogHistory[];
  readonly clients: readonly ClientHistory[];
  readonly processes: readonly ProcessHistory[];
  readonly asked: Asked;
}

export interface LogHistory {
  readonly sessionId: SessionId;
  readonly logId: LogId;
  /** A text that was cut is whole here. */
  readonly chunks: readonly AgentChunk[];
  /** The same, as a client sees them. */
  readonly seen: readonly SeenChunk[];
  readonly queue: readonly MessageId[];
}

export interface ClientHistory {
  readonly client: string;
  readonly sessionId: SessionId;
  readonly lives: readonly SeenLife[];
  /** Whether it still followed at the end, and so must have seen all. */
  readonly isCaughtUp: boolean;
}

/** What one process of the chaos CLI wrote down. */
export interface ProcessHistory {
  readonly key: string;
  readonly entries: readonly JournalEntry[];
}

/** What the run asked of the bridge. */
export interface Asked {
  readonly messages: readonly AskedMessage[];
  /** The requests that it tried to allow. */
  readonly allowed: ReadonlySet<RequestId>;
}

export interface AskedMessage {
  /** Null: of a session whose start was never answered. */
  readonly sessionId: SessionId | null;
  /** Null: what a session was started with. */
  readonly messageId: MessageId | null;
  /** The number that stands in it as `#number`. */
  readonly prompt: number;
  /** Whether the bridge had said that it took it; else it may have taken it or not. */
  readonly isTaken: boolean;
  readonly isWithdrawn: boolean;
}
