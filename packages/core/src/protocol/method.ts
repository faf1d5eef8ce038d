import { z } from "zod";
import type { ErrorCode } from "./errors.ts";
import { SessionId } from "./ids.ts";

/** One call of the wire: what it takes, what it gives, and the errors of ours it may end with. */
export interface Method {
  readonly summary: string;
  readonly params: z.ZodType<Record<string, unknown>>;
  readonly result: z.ZodType<Record<string, unknown>>;
  readonly errors: readonly ErrorCode[];
}

export function method<P extends Method["params"], R extends Method["result"]>(entry: {
  summary: string;
  params: P;
  result: R;
  errors: readonly ErrorCode[];
}): { summary: string; params: P; result: R; errors: readonly ErrorCode[] } {
  return entry;
}

export const nothing = z.object({});
export const oneSession = z.object({ sessionId: SessionId });
export const seq = z.number().int().nonnegative();
export const spoken = z.string().refine((text) => text.trim() !== "", "must not be empty");

export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "must be a day: 2026-11-26");
/** Values of a persona's own variables, by their names. */
export const givenVariables = z.record(z.string().max(64), z.string().max(4096));
