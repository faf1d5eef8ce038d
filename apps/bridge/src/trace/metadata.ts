import { z } from "zod";
import type { SessionId } from "@switchyard/core/protocol";
import type { TraceFacts } from "./facts.ts";

/** A bead's sessions with this one as it is now; of too many the oldest are left out, of whoever's they are. */
export function withTrace(before: unknown, sessionId: SessionId, facts: TraceFacts): Record<string, unknown> {
  const known = Sessions.safeParse(before).data ?? {};
  const others = Object.entries(known)
    .filter(([id]) => id !== sessionId)
    .toSorted(([, one], [, other]) => (endOf(one) < endOf(other) ? 1 : -1));
  const kept: [string, unknown][] = [[sessionId, facts]];
  let bytes = sizeOf(facts);
  for (const [id, other] of others.slice(0, MOST_SESSIONS - 1)) {
    bytes += id.length + sizeOf(other);
    if (bytes > MOST_BYTES) break;
    kept.push([id, other]);
  }
  return Object.fromEntries(kept);
}

const Sessions = z.record(z.string(), z.unknown());
const Ended = z.object({ endedAt: z.string() });

/** What can't be read counts as the oldest. */
function endOf(session: unknown): string {
  return Ended.safeParse(session).data?.endedAt ?? "";
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? "");
}

const MOST_SESSIONS = 50;
/** All of a bead's metadata goes to its program as one argument, which holds 128 KiB. */
const MOST_BYTES = 64 * 1024;
