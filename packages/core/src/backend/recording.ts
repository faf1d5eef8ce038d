import { z } from "zod";
import { Answers, PermissionDecision, PermissionMode } from "../protocol/index.ts";
import type { Transcript } from "../session/transcript.ts";
import type { ConversationInput, Intent } from "./backend.ts";

/**
 * One line of a recorded conversation with a CLI; `t` is in ms since the recording began. `in` is what the
 * CLI was sent, `out` and `err` what it wrote. `start` (a `ConversationInput` as JSON) begins a process,
 * `exit` (a `RecordedExit` as JSON) ends it, `intent` is what was wanted of the codec, as JSON, and `wake`
 * (an empty line) its alarm. With those a recording plays through a codec exactly.
 */
export const RecordingEntry = z.object({
  t: z.number().nonnegative(),
  dir: z.enum(["start", "intent", "wake", "in", "out", "err", "exit"]),
  line: z.string(),
});
export type RecordingEntry = z.infer<typeof RecordingEntry>;

/** How a recorded process ended; without `stderrTail` it is the recording's own `err` lines. */
export const RecordedExit = z.object({
  reason: z.enum(["exit", "spawn_error", "stop", "deadline"]).default("exit"),
  code: z.number().nullable(),
  signal: z.string().nullable(),
  stderrTail: z.string().optional(),
});
export type RecordedExit = z.infer<typeof RecordedExit>;

/** What a transcript is told by; its items were parsed when they were chunks. */
const isTranscript = z.looseObject({
  firstSeq: z.number(),
  lastSeq: z.number(),
  sections: z.array(z.looseObject({ turn: z.number(), items: z.array(z.looseObject({ kind: z.string() })) })),
  index: z.record(z.string(), z.array(z.number())),
});

/** The `line` of a `start`, parsed. */
export const RecordedStart: z.ZodType<ConversationInput> = z.object({
  cwd: z.string(),
  start: z.union([
    z.literal("new"),
    z.object({ resume: z.string() }),
    z.object({ reseed: z.custom<Transcript>((value) => isTranscript.safeParse(value).success) }),
  ]),
  systemPrompt: z.string().exactOptional(),
  model: z.string().exactOptional(),
  permissionMode: PermissionMode,
});

const isAttachment = z.union([
  z.object({ name: z.string(), mediaType: z.string(), data: z.string(), path: z.string().exactOptional() }),
  z.object({ name: z.string(), path: z.string() }),
]);

/** The `line` of an `intent`, parsed. */
export const RecordedIntent: z.ZodType<Intent> = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("prompt"),
    text: z.string(),
    messageId: z.string(),
    attachments: z.array(isAttachment).exactOptional(),
  }),
  z.object({ type: z.literal("interrupt") }),
  z.object({
    type: z.literal("answer"),
    requestKey: z.string(),
    decision: z.enum([...PermissionDecision.options, "cancelled"]),
    message: z.string().exactOptional(),
  }),
  z.object({
    type: z.literal("answer_question"),
    requestKey: z.string(),
    answers: Answers.nullable(),
    note: z.string().exactOptional(),
  }),
  z.object({ type: z.literal("set_mode"), permissionMode: PermissionMode }),
  z.object({ type: z.literal("set_model"), model: z.string() }),
  z.object({ type: z.literal("close") }),
]);
