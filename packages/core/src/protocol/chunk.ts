import { z } from "zod";
import { Attachment, StoredImage } from "./attachment.ts";
import { BlobId, MessageId, RequestId, SessionId } from "./ids.ts";
import { PermissionMode, PermissionOption, PermissionOutcome, PermissionResolver } from "./permission.ts";
import { Answers, Question, QuestionOutcome } from "./question.ts";
import { ContextFill } from "./usage.ts";

/** The kinds of tool of the Agent Client Protocol; they choose icon and verb. */
export const ToolKind = z.enum([
  "read",
  "edit",
  "delete",
  "move",
  "search",
  "execute",
  "think",
  "fetch",
  "switch_mode",
  "other",
]);
export type ToolKind = z.infer<typeof ToolKind>;

export const StopReason = z.enum([
  "end_turn",
  "interrupted",
  "error",
  "refusal",
  "max_tokens",
  "process_exit",
]);
export type StopReason = z.infer<typeof StopReason>;

/** Tokens of one turn; `costUsd` is null where the CLI tells none, `context` is how it stood at its end. */
export const TurnUsage = z.object({
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  costUsd: z.number().nonnegative().nullable(),
  context: ContextFill.optional(),
});
export type TurnUsage = z.infer<typeof TurnUsage>;

/** Why a turn failed: an error code of the protocol, what to do, and the CLI's own last words. */
export const TurnError = z.object({
  code: z.string(),
  message: z.string(),
  detail: z.string().optional(),
  /** When a limit resets, in Unix seconds. */
  resetsAt: z.number().int().optional(),
  /** In how many seconds it does, where only that is told. */
  retryAfterSeconds: z.number().int().nonnegative().optional(),
});
export type TurnError = z.infer<typeof TurnError>;

/** One changed file, or a region of it; `oldText` is null for a new one. */
export const FileDiff = z.object({
  path: z.string(),
  oldText: z.string().nullable(),
  newText: z.string(),
  /** The lines of the file that a region begins at, from 1, where the CLI tells them. */
  oldStart: z.number().int().positive().optional(),
  newStart: z.number().int().positive().optional(),
});
export type FileDiff = z.infer<typeof FileDiff>;

export const PlanEntry = z.object({
  content: z.string(),
  status: z.enum(["pending", "in_progress", "completed"]),
  priority: z.enum(["high", "medium", "low"]).optional(),
});
export type PlanEntry = z.infer<typeof PlanEntry>;

/** Text over 256 KiB is cut; the whole of it is read with `readBlob`. `bytes` counts all of it, in UTF-8. */
export const Truncated = z.object({ bytes: z.number().int().positive(), blobId: BlobId });
export type Truncated = z.infer<typeof Truncated>;

/** What every chunk has whatever its type; `content` is its plain reading. */
const common = { content: z.string(), isDone: z.boolean(), truncated: Truncated.optional() };

const sessionStarted = z.object({
  type: z.literal("session_started"),
  ...common,
  cliSessionId: z.string().nullable(),
  model: z.string().nullable(),
  cwd: z.string(),
  cliVersion: z.string().nullable(),
  permissionMode: PermissionMode,
  tools: z.array(z.string()).optional(),
});
const turnStarted = z.object({
  type: z.literal("turn_started"),
  ...common,
  by: z.enum(["user", "agent", "resume"]),
  messageId: MessageId.optional(),
});
const userMessage = z.object({
  type: z.literal("user_message"),
  ...common,
  messageId: MessageId,
  attachments: z.array(Attachment).optional(),
});
const agentMessage = z.object({
  type: z.literal("agent_message"),
  ...common,
  messageKey: z.string(),
  images: z.array(StoredImage).optional(),
});
const agentThought = z.object({ type: z.literal("agent_thought"), ...common, messageKey: z.string() });
const toolCall = z.object({
  type: z.literal("tool_call"),
  ...common,
  toolCallId: z.string(),
  name: z.string(),
  kind: ToolKind,
  status: z.enum(["pending", "in_progress"]),
  title: z.string(),
  input: z.unknown(),
  parentToolCallId: z.string().optional(),
});
const toolCallUpdate = z.object({
  type: z.literal("tool_call_update"),
  ...common,
  toolCallId: z.string(),
  status: z.enum(["in_progress", "completed", "failed"]),
  output: z.string().optional(),
  diff: z.array(FileDiff).optional(),
  images: z.array(StoredImage).optional(),
});
const plan = z.object({ type: z.literal("plan"), ...common, entries: z.array(PlanEntry) });
const permissionRequest = z.object({
  type: z.literal("permission_request"),
  ...common,
  requestId: RequestId,
  toolCallId: z.string(),
  title: z.string(),
  input: z.unknown(),
  options: z.array(PermissionOption),
});
const permissionResolved = z.object({
  type: z.literal("permission_resolved"),
  ...common,
  requestId: RequestId,
  /** The call that a standing rule allowed: nothing was asked, and no request is before this. */
  toolCallId: z.string().optional(),
  decision: PermissionOutcome,
  by: PermissionResolver,
});
const questionRequest = z.object({
  type: z.literal("question_request"),
  ...common,
  requestId: RequestId,
  /** The call that asks, where it is one. */
  toolCallId: z.string().optional(),
  title: z.string(),
  questions: z.array(Question).min(1),
});
const questionResolved = z.object({
  type: z.literal("question_resolved"),
  ...common,
  requestId: RequestId,
  outcome: QuestionOutcome,
  by: PermissionResolver,
  answers: Answers.optional(),
  note: z.string().optional(),
});
const turnEnded = z.object({
  type: z.literal("turn_ended"),
  ...common,
  stopReason: StopReason,
  error: TurnError.optional(),
  usage: TurnUsage.optional(),
  durationMs: z.number().nonnegative(),
});
const notice = z.object({
  type: z.literal("notice"),
  ...common,
  level: z.enum(["info", "warning", "error"]),
  code: z.string(),
});

/** What happened, before the bridge gives it its place (`sessionId, seq, at, turn`) in the log. */
export const ChunkBody = z.discriminatedUnion("type", [
  sessionStarted,
  turnStarted,
  userMessage,
  agentMessage,
  agentThought,
  toolCall,
  toolCallUpdate,
  plan,
  permissionRequest,
  permissionResolved,
  questionRequest,
  questionResolved,
  turnEnded,
  notice,
]);
export type ChunkBody = z.infer<typeof ChunkBody>;
export type ChunkType = ChunkBody["type"];

/** Where a chunk stands: `seq` from 1 without gaps, `at` in ms, `turn` from 1 (0: outside any turn). */
export const ChunkPlace = z.object({
  sessionId: SessionId,
  seq: z.number().int().positive(),
  at: z.number().int(),
  turn: z.number().int().nonnegative(),
});
export type ChunkPlace = z.infer<typeof ChunkPlace>;

/** One stored, numbered thing that happened in a session; it never changes. */
export const AgentChunk = z.intersection(ChunkPlace, ChunkBody);
export type AgentChunk = ChunkPlace & ChunkBody;

/** The chunk of one type. */
export type ChunkOf<T extends ChunkType> = ChunkPlace & Extract<ChunkBody, { type: T }>;

/** Text in one chunk is at most this long, in UTF-8 bytes. */
export const MAX_CHUNK_TEXT = 256 * 1024;
