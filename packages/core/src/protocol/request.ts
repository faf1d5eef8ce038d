import { z } from "zod";
import { ToolKind } from "./chunk.ts";
import { RequestId, SessionId } from "./ids.ts";
import { PermissionOption } from "./permission.ts";
import { Question } from "./question.ts";

const waiting = {
  sessionId: SessionId,
  requestId: RequestId,
  /** Of the chunk that asks. */
  seq: z.number().int().positive(),
  /** Unix ms. */
  at: z.number().int(),
  title: z.string(),
};

/** A request that waits for the user, with all that is needed to answer it anywhere. */
export const WaitingRequest = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("permission"),
    ...waiting,
    toolCallId: z.string(),
    toolName: z.string(),
    toolKind: ToolKind,
    /** Missing where it is too long for a list: `getRequest` has it whole. */
    input: z.unknown().optional(),
    isInputCut: z.boolean(),
    options: z.array(PermissionOption),
    /** Requests of one key differ in their arguments alone; `label` says what they share ("npm test -- …"). */
    like: z.object({ key: z.string(), label: z.string() }),
  }),
  z.object({ kind: z.literal("question"), ...waiting, questions: z.array(Question) }),
]);
export type WaitingRequest = z.infer<typeof WaitingRequest>;

/** What runs in a session without asking, because the user once said "always". */
export const StandingRule = z.object({
  ruleId: z.string(),
  /** In words, what it allows. */
  label: z.string(),
  detail: z.string().optional(),
  /** Unix ms; null: it was made by an earlier version that did not write it down. */
  at: z.number().int().nullable(),
});
export type StandingRule = z.infer<typeof StandingRule>;
