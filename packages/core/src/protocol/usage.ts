import { z } from "zod";

/** What turns took. `costUsd` is the sum of those that tell one, null where none does. */
export const UsageSum = z.object({
  turns: z.number().int().nonnegative(),
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  costUsd: z.number().nonnegative().nullable(),
  /** Of how many turns the cost is not known. */
  turnsWithoutCost: z.number().int().nonnegative(),
});
export type UsageSum = z.infer<typeof UsageSum>;

export const UsageRow = z.object({
  /** A day (2026-11-26, of the bridge's clock), a backend's, session's or bead's id; null: of no bead. */
  key: z.string().nullable(),
  /** The title of the session or bead, where it is known. */
  label: z.string().optional(),
  ...UsageSum.shape,
});
export type UsageRow = z.infer<typeof UsageRow>;

/** How much of the model's window the conversation fills. */
export const ContextFill = z.object({
  usedTokens: z.number().int().nonnegative(),
  /** Null where the program does not tell it. */
  windowTokens: z.number().int().positive().nullable(),
});
export type ContextFill = z.infer<typeof ContextFill>;

/** `near` from 80 %; `reached`: the next turn waits until the user raises or lifts it. */
export const Budget = z.object({
  limitUsd: z.number().positive(),
  spentUsd: z.number().nonnegative(),
  state: z.enum(["within", "near", "reached"]),
  /** Turns whose cost is not known: they are not in `spentUsd`. */
  turnsWithoutCost: z.number().int().nonnegative(),
});
export type Budget = z.infer<typeof Budget>;

/** Why a session's next turn waits for a limit or the user. */
export const Hold = z.object({
  reason: z.enum(["usage_limit", "session_budget", "bead_budget", "epic_budget"]),
  /** When the provider's limit resets, in Unix seconds; null: not told, or no limit of that kind. */
  resetsAt: z.number().int().nullable(),
  /** It goes on by itself then, because the user said so. */
  goesOn: z.boolean(),
});
export type Hold = z.infer<typeof Hold>;

/** A usage limit of the provider's plan, as a program tells it. */
export const PlanLimit = z.object({
  /** "five_hour", "seven_day", …: the program's own word. */
  name: z.string(),
  /** 0 to 1; null where it is not told. */
  used: z.number().min(0).nullable(),
  /** Unix seconds. */
  resetsAt: z.number().int().nullable(),
  isReached: z.boolean(),
  /** When it was told, in Unix seconds. */
  at: z.number().int(),
});
export type PlanLimit = z.infer<typeof PlanLimit>;
