import type {
  Capabilities,
  ChunkBody,
  ContextFill,
  PermissionMode,
  PermissionOutcome,
  PermissionResolver,
  PlanLimit,
  QuestionOutcome,
} from "../protocol/index.ts";

type Body<T extends ChunkBody["type"]> = Extract<ChunkBody, { type: T }>;
/** The bridge fills in what is derived (`isDone`), cut (`truncated`) or its own (ids, clock). */
type Bare<T extends ChunkBody["type"], Ours extends string = never> = Omit<
  Body<T>,
  "isDone" | "truncated" | Ours
>;

/** A request as the CLI makes it: `requestKey` is the CLI's name for it, unique within its process. */
export type PermissionRequestEvent = Bare<"permission_request", "requestId"> & {
  requestKey: string;
  /** With `input`, what `allow_always` is remembered by. */
  toolName: string;
  /** Allowing it puts the session into this mode (leaving plan mode). */
  setsMode?: PermissionMode;
  /**
   * The program's own rules ("Bash(npm test:*)") that together allow this call and others like it: with
   * `allow_always` the bridge keeps them, and answers a call that is covered by those that it keeps.
   */
  covers?: readonly string[];
  /** What the calls of the program that differ in their arguments alone share. @default the bridge reads it out of the input */
  like?: string;
};

/** A form for the user; `requestKey` as in a permission request. */
export type QuestionRequestEvent = Bare<"question_request", "requestId"> & { requestKey: string };

/** The CLI withdrew a form. */
export type QuestionResolvedEvent = {
  type: "question_resolved";
  requestKey: string;
  outcome: Extract<QuestionOutcome, "cancelled">;
  by: Extract<PermissionResolver, "agent">;
  content: string;
};

/** A picture as the program shows it; the bridge stores it. */
export interface AgentImage {
  readonly mediaType: string;
  /** Base64. */
  readonly data: string;
}

/** The CLI withdrew or settled a request by itself. */
export type PermissionResolvedEvent = {
  type: "permission_resolved";
  requestKey: string;
  decision: PermissionOutcome;
  by: Extract<PermissionResolver, "agent">;
  content: string;
};

/**
 * One thing that a codec reads out of its CLI: a chunk less what the bridge gives it (place in the log,
 * ids, clock). Turns that the user's prompt opens are started by the bridge; a codec tells only of turns
 * that the CLI starts by itself.
 */
export type AgentEvent =
  | Bare<"session_started">
  | (Bare<"turn_started", "by" | "messageId"> & { by: "agent" })
  | (Bare<"agent_message", "images"> & { images?: readonly AgentImage[] })
  | Bare<"agent_thought">
  | Bare<"tool_call">
  | (Bare<"tool_call_update", "images"> & { images?: readonly AgentImage[] })
  | Bare<"plan">
  | PermissionRequestEvent
  | PermissionResolvedEvent
  | QuestionRequestEvent
  | QuestionResolvedEvent
  | Bare<"turn_ended", "durationMs">
  | Bare<"notice">
  | ModeEvent
  | ModelEvent
  | AbilitiesEvent
  | PlanLimitEvent
  | ContextEvent;

/** The permission mode that the CLI says is in force; no chunk, the bridge compares it with the session's. */
export interface ModeEvent {
  readonly type: "mode";
  readonly permissionMode: PermissionMode | "unknown";
  /** In the CLI's own word. */
  readonly content: string;
}

/** Another model that is in use from now on, by its own name; no chunk. */
export interface ModelEvent {
  readonly type: "model";
  readonly content: string;
  readonly model: string;
}

/** How the provider's plan stands; no chunk, the bridge shows it with the backend. */
export interface PlanLimitEvent {
  readonly type: "plan_limit";
  readonly content: string;
  readonly limit: Omit<PlanLimit, "at">;
}

/** How full the conversation is, while a turn runs; no chunk. */
export interface ContextEvent {
  readonly type: "context";
  readonly content: string;
  readonly context: ContextFill;
}

/** What the program says it can do, beyond or in place of what its backend declares; no chunk. */
export interface AbilitiesEvent {
  readonly type: "abilities";
  /** Its plain reading, where there is one. */
  readonly content: string;
  readonly capabilities: Partial<Capabilities>;
}
