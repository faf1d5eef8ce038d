import { z } from "zod";
import { BeadId, ProjectId, SessionId } from "./ids.ts";
import { day, method, nothing, oneSession } from "./method.ts";
import { Budget, UsageRow, UsageSum } from "./usage.ts";

/** Null: no budget. */
const limitUsd = z.number().positive().max(1_000_000).nullable();

/** What was spent, what may be, and what waits for it. */
export const usageMethods = {
  getUsage: method({
    summary:
      "What turns took, summed by day, backend, session or bead; days are those of the bridge's clock.",
    params: z.object({
      by: z.enum(["day", "backend", "session", "bead"]),
      /** The first and the last day; both are within. */
      from: day.optional(),
      to: day.optional(),
      sessionId: SessionId.optional(),
      projectId: ProjectId.optional(),
      beadId: BeadId.optional(),
    }),
    result: z.object({
      /** The newest day first; else what took the most first. At most 1,000. */
      rows: z.array(UsageRow),
      total: UsageSum,
    }),
    errors: ["STORAGE_FAILED"],
  }),
  setBudget: method({
    summary:
      "Sets, raises or lifts (null) the budget of a session, or of a bead for all sessions on it and on those below it; where it is reached the next turn waits.",
    params: z.union([
      z.object({ sessionId: SessionId, limitUsd }),
      z.object({ beadId: BeadId, projectId: ProjectId.optional(), limitUsd }),
    ]),
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "PROJECT_NOT_FOUND"],
  }),
  listBudgets: method({
    summary: "How the budgets of a project's beads stand, each with all that is below its bead.",
    params: z.object({ projectId: ProjectId.optional() }),
    result: z.object({ projectId: ProjectId, budgets: z.array(Budget.extend({ beadId: BeadId })) }),
    errors: ["PROJECT_NOT_FOUND"],
  }),
  setLimitResume: method({
    summary: "Says whether a session that waits for a usage limit goes on by itself when that resets.",
    params: z.object({ sessionId: SessionId, goesOn: z.boolean() }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "NOT_SUPPORTED"],
  }),
  continueSession: method({
    summary:
      "Goes on after an interrupt, a fault or a limit: sends what waits, or else asks the agent to continue; during a turn nothing happens.",
    params: oneSession,
    result: z.object({ turn: z.number().int().positive().optional() }),
    errors: ["SESSION_NOT_FOUND", "SESSION_ENDED", "FOLDER_NOT_TRUSTED", "LIMIT_REACHED", "STORAGE_FAILED"],
  }),
};
