import { z } from "zod";

/**
 * How much a session may do without asking. `bypassPermissions` parses, so that asking for it gets
 * `NOT_ALLOWED` and a reason instead of a schema error; no session ever runs with it.
 */
export const PermissionMode = z.enum(["default", "acceptEdits", "plan", "bypassPermissions"]);
export type PermissionMode = z.infer<typeof PermissionMode>;

/** What the user may answer; `allow_always` holds for the session only. */
export const PermissionDecision = z.enum(["allow_once", "allow_always", "reject_once", "reject_always"]);
export type PermissionDecision = z.infer<typeof PermissionDecision>;

/** How a request ended: a decision, or `cancelled` when nobody answered it. */
export const PermissionOutcome = z.enum([...PermissionDecision.options, "cancelled"]);
export type PermissionOutcome = z.infer<typeof PermissionOutcome>;

export const PermissionResolver = z.enum(["user", "policy", "agent", "interrupt", "session_end"]);
export type PermissionResolver = z.infer<typeof PermissionResolver>;

/** One button of an approval card; `label` says in words what it allows and for how long. */
export const PermissionOption = z.object({
  decision: PermissionDecision,
  label: z.string(),
  detail: z.string().optional(),
});
export type PermissionOption = z.infer<typeof PermissionOption>;
