import type { TurnError } from "@switchyard/core/protocol";
import { z } from "zod";

/** What is kept of a session that waits for a usage limit. */
export const ParkedByLimit = z.object({
  /** When it may be tried again, in Unix seconds; null: nobody said. */
  resetsAt: z.number().int().nullable(),
  /** It goes on by itself then, because the user said so. */
  goesOn: z.boolean(),
});
export type ParkedByLimit = z.infer<typeof ParkedByLimit>;

export interface ParkingOptions {
  /** Unix ms. */
  readonly now: number;
  readonly goesOn: boolean;
  /** How often it went on by itself and met the limit again. */
  readonly triesBefore: number;
}

/** How a session is parked by a turn that met a limit; undefined: the turn met none. */
export function parkedBy(
  error: Pick<TurnError, "code" | "resetsAt" | "retryAfterSeconds">,
  { now, goesOn, triesBefore }: ParkingOptions,
): ParkedByLimit | undefined {
  if (error.code !== "RATE_LIMITED") return undefined;
  const resetsAt = resetOf(error, now);
  if (resetsAt === undefined) return { resetsAt: null, goesOn: false };
  // A time that has passed, or a limit that is met again at once, must not become a loop.
  const isTold = resetsAt * 1000 > now && triesBefore === 0;
  const soonest = isTold ? 0 : Math.ceil(now / 1000) + pauseS(triesBefore);
  return { resetsAt: Math.max(resetsAt, soonest), goesOn };
}

/** Some providers tell when, others in how long. */
function resetOf(
  { resetsAt, retryAfterSeconds }: Pick<TurnError, "resetsAt" | "retryAfterSeconds">,
  now: number,
): number | undefined {
  if (resetsAt !== undefined || retryAfterSeconds === undefined) return resetsAt;
  return Math.ceil(now / 1000) + retryAfterSeconds;
}

/** A minute, then twice as long each time, an hour at most. */
function pauseS(triesBefore: number): number {
  return Math.min(60 * 2 ** triesBefore, 3_600);
}
