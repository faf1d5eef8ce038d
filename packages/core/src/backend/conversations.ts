import type { StopReason, TurnError, TurnUsage } from "../protocol/index.ts";
import type { AgentEvent } from "./event.ts";

/** The conversations that a CLI keeps in files of its own: where they lie, and what stands in them. */
export interface ConversationFiles {
  where(place: UserPlace): ConversationFolder;
  /** Null: it is none, or one without a word of the user's. */
  outline(ends: FileEnds): ConversationOutline | null;
  reader(): ConversationReader;
}

/** Where the user's CLIs keep their things. */
export interface UserPlace {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ConversationFolder {
  readonly root: string;
  /** The names of folders below the root, level by level, and last that of a conversation's file. */
  readonly levels: readonly RegExp[];
  /** Beside a conversation's file: one whose text is the folder that it was held in. @default its own lines tell */
  readonly cwdFile?: string;
}

/** The first and the last of a file, cut anywhere; `tail` is empty where `head` is all of it. */
export interface FileEnds {
  /** The file's own name. */
  readonly name: string;
  readonly head: string;
  readonly tail: string;
  /** What the folder's `cwdFile` says. */
  readonly cwd: string | null;
}

export interface ConversationOutline {
  readonly cliSessionId: string;
  readonly cwd: string | null;
  /** Its name, or its first words; empty where neither is in what was read. */
  readonly title: string;
}

/** Reads a file line by line; what it does not know it passes over, and it never throws. */
export interface ConversationReader {
  line(line: string): void;
  end(): ToldConversation;
}

/** What was said and done in a conversation, as its CLI wrote it down. */
export interface ToldConversation {
  readonly model: string | null;
  readonly turns: readonly ToldTurn[];
}

export interface ToldTurn {
  readonly by: "user" | "agent";
  /** Unix ms, as all times here. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly events: readonly ToldEvent[];
  readonly stopReason: StopReason;
  readonly error?: TurnError;
  readonly usage?: TurnUsage;
}

export interface ToldEvent {
  readonly at: number;
  readonly event: { readonly type: "user_message"; readonly content: string } | Exclude<AgentEvent, Untold>;
}

type Untold = Extract<
  AgentEvent,
  {
    type:
      | "session_started"
      | "turn_started"
      | "turn_ended"
      | "permission_request"
      | "permission_resolved"
      | "question_request"
      | "question_resolved"
      | "mode"
      | "model"
      | "abilities"
      | "plan_limit"
      | "context";
  }
>;
