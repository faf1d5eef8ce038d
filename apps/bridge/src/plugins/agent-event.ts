import { type AgentEvent, ShortWord, SomeCapabilities } from "@switchyard/core/backend";
import {
  ChunkBody,
  ContextFill,
  PermissionMode,
  PermissionOutcome,
  PlanLimit,
  TurnUsage,
} from "@switchyard/core/protocol";
import { z } from "zod";

const [
  sessionStarted,
  turnStarted,
  ,
  agentMessage,
  agentThought,
  toolCall,
  toolCallUpdate,
  plan,
  permissionRequest,
  ,
  questionRequest,
  ,
  turnEnded,
  notice,
] = ChunkBody.options;

/** The bridge gives these to a chunk. */
const ours = { isDone: true, truncated: true } as const;
const content = z.string();

/** What is summed up stays a number that can be told. */
export const SummableUsage = TurnUsage.extend({
  inputTokens: TurnUsage.shape.inputTokens.max(1e12),
  outputTokens: TurnUsage.shape.outputTokens.max(1e12),
  costUsd: z.number().nonnegative().max(1e6).nullable(),
});

const requestKey = z.string();
const images = z.array(z.object({ mediaType: z.string(), data: z.string() })).exactOptional();

const message = agentMessage.omit({ ...ours, images: true }).extend({ images });
const thought = agentThought.omit(ours);
const call = toolCall.omit(ours);
const update = toolCallUpdate.omit({ ...ours, images: true }).extend({ images });
const planned = plan.omit(ours);
const noticed = notice.omit(ours);

/** An event as a plug-in's codec tells it. */
export const PluginEvent: z.ZodType<AgentEvent> = z.discriminatedUnion("type", [
  sessionStarted.omit(ours).extend({
    cliSessionId: ShortWord.nullable(),
    model: ShortWord.nullable(),
    cliVersion: ShortWord.nullable(),
  }),
  turnStarted.omit({ ...ours, by: true, messageId: true }).extend({ by: z.literal("agent") }),
  message,
  thought,
  call,
  update,
  planned,
  permissionRequest.omit({ ...ours, requestId: true }).extend({
    requestKey,
    toolName: z.string(),
    // Nothing that a user allows may lead to a session that asks no more.
    setsMode: PermissionMode.exclude(["bypassPermissions"]).exactOptional(),
    covers: z.array(z.string()).exactOptional(),
    like: z.string().exactOptional(),
  }),
  z.object({
    type: z.literal("permission_resolved"),
    requestKey,
    decision: PermissionOutcome,
    by: z.literal("agent"),
    content,
  }),
  questionRequest.omit({ ...ours, requestId: true }).extend({ requestKey }),
  z.object({
    type: z.literal("question_resolved"),
    requestKey,
    outcome: z.literal("cancelled"),
    by: z.literal("agent"),
    content,
  }),
  turnEnded.omit({ ...ours, durationMs: true }).extend({ usage: SummableUsage.exactOptional() }),
  noticed,
  z.object({
    type: z.literal("mode"),
    permissionMode: z.union([PermissionMode, z.literal("unknown")]),
    content,
  }),
  z.object({ type: z.literal("model"), content, model: ShortWord.min(1) }),
  z.object({ type: z.literal("abilities"), content, capabilities: SomeCapabilities }),
  z.object({
    type: z.literal("plan_limit"),
    content,
    limit: PlanLimit.omit({ at: true }).extend({ name: ShortWord }),
  }),
  z.object({ type: z.literal("context"), content, context: ContextFill }),
]);

/** What of a turn in a CLI's own files can be told. */
export const ToldPluginEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("user_message"), content }),
  message,
  thought,
  call,
  update,
  planned,
  noticed,
]);
