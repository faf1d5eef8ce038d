import type {
  Capabilities,
  ChunkBody,
  PermissionMode,
  PermissionOutcome,
  PermissionResolver,
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
};

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
  | Bare<"agent_message">
  | Bare<"agent_thought">
  | Bare<"tool_call">
  | Bare<"tool_call_update">
  | Bare<"plan">
  | PermissionRequestEvent
  | PermissionResolvedEvent
  | Bare<"turn_ended", "durationMs">
  | Bare<"notice">
  | ModeEvent
  | AbilitiesEvent;

/** The permission mode that the CLI says is in force; no chunk, the bridge compares it with the session's. */
export interface ModeEvent {
  readonly type: "mode";
  readonly permissionMode: PermissionMode | "unknown";
  /** In the CLI's own word. */
  readonly content: string;
}

/** What the program says it can do, beyond or in place of what its backend declares; no chunk. */
export interface AbilitiesEvent {
  readonly type: "abilities";
  /** Its plain reading, where there is one. */
  readonly content: string;
  readonly capabilities: Partial<Capabilities>;
}
