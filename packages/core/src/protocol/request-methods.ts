import { z } from "zod";
import { RequestId, SessionId } from "./ids.ts";
import { method, nothing, oneSession } from "./method.ts";
import { PermissionDecision } from "./permission.ts";
import { Answers } from "./question.ts";
import { StandingRule, WaitingRequest } from "./request.ts";

const oneRequest = z.object({ sessionId: SessionId, requestId: RequestId });

/** What waits for the user, and what no longer has to. */
export const requestMethods = {
  approveSuggestion: method({
    summary: "Answers a permission request; only the first answer counts.",
    params: z.object({
      ...oneRequest.shape,
      decision: PermissionDecision,
      message: z.string().max(10_000).optional(),
    }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "REQUEST_NOT_FOUND", "ALREADY_ANSWERED"],
  }),
  answerQuestion: method({
    summary:
      "Answers a `question_request`, or leaves it unanswered where `answers` is null; only the first answer counts.",
    params: z.object({
      ...oneRequest.shape,
      /** By `questionId`; by the question's own text, too. */
      answers: Answers.nullable(),
      /** For the agent, beside the answers. */
      note: z.string().max(10_000).optional(),
    }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "REQUEST_NOT_FOUND", "ALREADY_ANSWERED"],
  }),
  listRequests: method({
    summary:
      "All requests that wait, of all sessions, the oldest first; `requests-changed` tells what follows.",
    params: nothing,
    result: z.object({ requests: z.array(WaitingRequest) }),
    errors: [],
  }),
  getRequest: method({
    summary: "One request that waits, with its whole input.",
    params: oneRequest,
    result: z.object({ request: WaitingRequest }),
    errors: ["SESSION_NOT_FOUND", "REQUEST_NOT_FOUND", "ALREADY_ANSWERED", "TOO_LARGE"],
  }),
  listRules: method({
    summary: "What runs in the session without asking, because the user said `allow_always`.",
    params: oneSession,
    result: z.object({ rules: z.array(StandingRule) }),
    errors: ["SESSION_NOT_FOUND"],
  }),
  withdrawRule: method({
    summary: "Takes a standing rule back: the next such call asks again.",
    params: z.object({ sessionId: SessionId, ruleId: z.string().max(128) }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "REQUEST_NOT_FOUND"],
  }),
};
