import { z } from "zod";

/**
 * What Claude Code writes, as far as the codec reads it. Every schema is loose: fields that are not named
 * here pass, and a type that is not named here is no message of ours.
 */

/** One block of a message: text, thinking, tool_use, tool_result and others. */
export const Block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  thinking: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  input: z.unknown().optional(),
  tool_use_id: z.string().optional(),
  content: z.unknown().optional(),
  is_error: z.boolean().nullish(),
});
export type Block = z.infer<typeof Block>;

const parent = { parent_tool_use_id: z.string().nullish() };
const lineId = { uuid: z.string().optional() };
const uuids = { user_message_uuids: z.array(z.string()).optional() };

/** At the start of every turn, also of those that Claude starts by itself. */
const Init = z.looseObject({
  kind: z.literal("system/init"),
  session_id: z.string(),
  cwd: z.string().optional(),
  model: z.string().optional(),
  tools: z.array(z.string()).optional(),
  permissionMode: z.string().optional(),
  claude_code_version: z.string().optional(),
  ...uuids,
});
export type Init = z.infer<typeof Init>;

const Status = z.looseObject({
  kind: z.literal("system/status"),
  permissionMode: z.string().nullish(),
});
const Informational = z.looseObject({
  kind: z.literal("system/informational"),
  content: z.string(),
});
const CompactBoundary = z.looseObject({
  kind: z.literal("system/compact_boundary"),
});
const ApiRetry = z.looseObject({
  kind: z.literal("system/api_retry"),
  attempt: z.number().optional(),
  max_retries: z.number().optional(),
  error_status: z.number().nullish(),
  error: z.string().optional(),
});

const BackgroundTasksChanged = z.looseObject({
  kind: z.literal("system/background_tasks_changed"),
  tasks: z.array(z.looseObject({ task_id: z.string() })),
});
const TaskStarted = z.looseObject({
  kind: z.literal("system/task_started"),
  task_id: z.string(),
  is_backgrounded: z.boolean().optional(),
});
const TaskNotification = z.looseObject({
  kind: z.literal("system/task_notification"),
  task_id: z.string(),
  status: z.string().optional(),
});

const StreamEvent = z.looseObject({
  kind: z.literal("stream_event"),
  event: z.looseObject({
    type: z.string(),
    index: z.number().optional(),
    message: z.looseObject({ id: z.string() }).optional(),
    content_block: Block.optional(),
    delta: z
      .looseObject({
        type: z.string().optional(),
        text: z.string().optional(),
        thinking: z.string().optional(),
      })
      .optional(),
  }),
  ...parent,
  ...lineId,
});
export type StreamEvent = z.infer<typeof StreamEvent>;

/** A strange figure is none: what it stands beside is read all the same. */
const count = z.number().nonnegative().max(1e12).nullish().catch(null);

/** As the model's API counts tokens, in the CLI's lines and in its files. */
export const TokenUsage = z.looseObject({
  input_tokens: count,
  cache_creation_input_tokens: count,
  cache_read_input_tokens: count,
  output_tokens: count,
});
export type TokenUsage = z.infer<typeof TokenUsage>;

/** Input counts what was read from and written to the cache, too. */
export function tokensIn(usage: TokenUsage | null | undefined): {
  inputTokens: number;
  outputTokens: number;
} {
  const read = usage?.cache_read_input_tokens ?? 0;
  const written = usage?.cache_creation_input_tokens ?? 0;
  return {
    inputTokens: Math.round((usage?.input_tokens ?? 0) + read + written),
    outputTokens: Math.round(usage?.output_tokens ?? 0),
  };
}

const Assistant = z.looseObject({
  kind: z.literal("assistant"),
  message: z.looseObject({
    id: z.string().optional(),
    model: z.string().optional(),
    content: z.array(Block),
    usage: TokenUsage.nullish().catch(null),
  }),
  /** When it was said, as ISO 8601. */
  timestamp: z.string().optional(),
  ...parent,
  ...lineId,
  /** Why a message that stands for an API error was written. */
  error: z.string().nullish(),
});
export type Assistant = z.infer<typeof Assistant>;

const User = z.looseObject({
  kind: z.literal("user"),
  message: z.looseObject({ content: z.union([z.string(), z.array(Block)]) }),
  ...parent,
  tool_use_result: z.unknown().optional(),
});
export type User = z.infer<typeof User>;

const Result = z.looseObject({
  kind: z.literal("result"),
  subtype: z.string(),
  is_error: z.boolean().optional(),
  num_turns: z.number().optional(),
  result: z.string().optional(),
  errors: z.array(z.string()).optional(),
  stop_reason: z.string().nullish(),
  terminal_reason: z.string().nullish(),
  api_error_status: z.number().nullish(),
  session_id: z.string().optional(),
  total_cost_usd: count,
  usage: TokenUsage.nullish().catch(null),
  modelUsage: z
    .record(z.string(), z.looseObject({ contextWindow: z.number().int().positive().nullish() }))
    .nullish()
    .catch(null),
  origin: z.looseObject({ kind: z.string() }).nullish(),
  ...uuids,
});
export type Result = z.infer<typeof Result>;

/** Where a prompt is in Claude's own queue, by the uuid that it was sent with. */
const CommandLifecycle = z.looseObject({
  kind: z.literal("command_lifecycle"),
  command_uuid: z.string(),
  state: z.string(),
});

/** Unix s. */
const time = z.number().int().nullish().catch(null);

/** How the provider's plan stands, where the account has one. */
const RateLimit = z.looseObject({
  kind: z.literal("rate_limit_event"),
  rate_limit_info: z.looseObject({
    status: z.string().optional(),
    resetsAt: time,
    rateLimitType: z.string().nullish(),
    utilization: count,
    unifiedWindows: z
      .record(
        z.string(),
        z.looseObject({ status: z.string().optional(), resetsAt: time, utilization: count }),
      )
      .nullish()
      .catch(null),
  }),
});
export type RateLimit = z.infer<typeof RateLimit>;

const ControlResponse = z.looseObject({
  kind: z.literal("control_response"),
  response: z.looseObject({
    subtype: z.string(),
    request_id: z.string(),
    response: z.looseObject({}).nullish(),
    error: z.string().optional(),
  }),
});
export type ControlResponse = z.infer<typeof ControlResponse>;

const ControlRequest = z.looseObject({
  kind: z.literal("control_request"),
  request_id: z.string(),
  request: z.looseObject({ subtype: z.string() }),
});
const ControlCancelRequest = z.looseObject({
  kind: z.literal("control_cancel_request"),
  request_id: z.string(),
});

/** The `request` of a control request that asks for a permission. */
export const CanUseTool = z.looseObject({
  tool_name: z.string(),
  tool_use_id: z.string(),
  input: z.record(z.string(), z.unknown()),
  permission_suggestions: z.array(z.unknown()).nullish(),
  blocked_path: z.string().nullish(),
  decision_reason: z.string().nullish(),
  decision_reason_type: z.string().nullish(),
  requires_user_interaction: z.boolean().optional(),
});
export type CanUseTool = z.infer<typeof CanUseTool>;

/** What `initialize` is answered with. */
export const Initialized = z.looseObject({
  pid: z.number().optional(),
  current_permission_mode: z.string().optional(),
});

const Native = z.discriminatedUnion("kind", [
  Init,
  Status,
  Informational,
  CompactBoundary,
  ApiRetry,
  BackgroundTasksChanged,
  TaskStarted,
  TaskNotification,
  StreamEvent,
  Assistant,
  User,
  Result,
  CommandLifecycle,
  RateLimit,
  ControlResponse,
  ControlRequest,
  ControlCancelRequest,
]);
export type Native = z.infer<typeof Native>;

const KINDS: ReadonlySet<string> = new Set(Native.options.map(({ shape }) => shape.kind.value));

/** `text`: not the protocol's. `broken`: meant to be, but not readable. `unknown`: a type we do not use. */
export type Line = Native | { kind: "blank" | "broken" | "unknown" } | { kind: "text"; text: string };

const Envelope = z.looseObject({ type: z.string(), subtype: z.string().optional() });

/** Reads one line; it never throws. `kind` is its `type`, with the `subtype` of a system message. */
export function readLine(raw: string): Line {
  const text = raw.replace(/^\uFEFF/, "").trim();
  if (text === "") return { kind: "blank" };
  if (!text.startsWith("{")) return { kind: "text", text };
  const envelope = Envelope.safeParse(parseJson(text)).data;
  if (envelope === undefined) return { kind: "broken" };
  const kind = envelope.type === "system" ? `system/${envelope.subtype ?? ""}` : envelope.type;
  if (!KINDS.has(kind)) return { kind: "unknown" };
  return Native.safeParse({ ...envelope, kind }).data ?? { kind: "broken" };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
