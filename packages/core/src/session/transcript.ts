import type {
  Answers,
  Attachment,
  FileDiff,
  PermissionMode,
  PermissionOption,
  PermissionOutcome,
  PermissionResolver,
  PlanEntry,
  Question,
  QuestionOutcome,
  StopReason,
  StoredImage,
  ToolKind,
  Truncated,
  TurnError,
  TurnUsage,
} from "../protocol/index.ts";

/** What a run of chunks adds up to: turns, and what stands between them, in the order of the log. */
export interface Transcript {
  /** 0 while empty. */
  firstSeq: number;
  lastSeq: number;
  sections: Section[];
  /** Where an item stands, by its id: [section, item]. */
  index: Record<string, [number, number]>;
}

/** One turn, or (`turn` 0) what happened between two. */
export interface Section {
  /** The `seq` of its first chunk, its key in lists. */
  key: number;
  turn: number;
  by: "user" | "agent" | "resume" | null;
  /** Unix ms. */
  startedAt: number;
  items: Item[];
  end: TurnEnd | null;
}

export interface TurnEnd {
  /** Unix ms. */
  at: number;
  stopReason: StopReason;
  error: TurnError | null;
  usage: TurnUsage | null;
  durationMs: number;
}

export type Item =
  | UserItem
  | TextItem
  | ToolItem
  | PlanItem
  | RequestItem
  | QuestionItem
  | NoticeItem
  | ProcessItem;

interface ItemBase {
  id: string;
  /** Unix ms of its first chunk, and of its newest. */
  at: number;
  updatedAt: number;
}

export interface UserItem extends ItemBase {
  kind: "user";
  messageId: string;
  text: string;
  truncated: Truncated | null;
  attachments: Attachment[];
}

/** Prose or thought of the agent, joined from its deltas. */
export interface TextItem extends ItemBase {
  kind: "message" | "thought";
  text: string;
  truncated: Truncated | null;
  images: StoredImage[];
}

export interface ToolItem extends ItemBase {
  kind: "tool";
  toolCallId: string;
  parentToolCallId: string | null;
  name: string;
  toolKind: ToolKind;
  title: string;
  input: unknown;
  status: "pending" | "in_progress" | "completed" | "failed";
  output: string | null;
  truncated: Truncated | null;
  diff: FileDiff[] | null;
  images: StoredImage[];
}

export interface PlanItem extends ItemBase {
  kind: "plan";
  entries: PlanEntry[];
}

export interface RequestItem extends ItemBase {
  kind: "request";
  requestId: string;
  toolCallId: string;
  title: string;
  input: unknown;
  options: PermissionOption[];
  resolved: { decision: PermissionOutcome; by: PermissionResolver; at: number } | null;
}

export interface QuestionItem extends ItemBase {
  kind: "question";
  requestId: string;
  /** The call that asks, where it is one. */
  toolCallId: string | null;
  title: string;
  questions: Question[];
  resolved: {
    outcome: QuestionOutcome;
    by: PermissionResolver;
    at: number;
    answers: Answers | null;
    note: string | null;
  } | null;
}

export interface NoticeItem extends ItemBase {
  kind: "notice";
  level: "info" | "warning" | "error";
  code: string;
  text: string;
}

/** A process opened the conversation, or its id changed. */
export interface ProcessItem extends ItemBase {
  kind: "process";
  cliSessionId: string | null;
  model: string | null;
  cliVersion: string | null;
  permissionMode: PermissionMode;
}

export function emptyTranscript(): Transcript {
  return { firstSeq: 0, lastSeq: 0, sections: [], index: {} };
}
