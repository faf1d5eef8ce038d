import { type Bead, SESSIONS_KEY } from "@switchyard/core/protocol";
import { z } from "zod";

/** What the tracker's metadata tells of a session that worked on a bead, on whichever machine. */
export type LeftSession = z.infer<typeof Left> & { readonly sessionId: string };

/** Lenient: anybody may have written it. */
const text = z.string().optional().catch(undefined);
const Left = z.object({
  title: text,
  persona: z.object({ id: text }).catch({ id: undefined }).default({ id: undefined }),
  backend: z.object({ id: text }).catch({ id: undefined }).default({ id: undefined }),
  model: text,
  costUsd: z.number().nonnegative().nullish().catch(null),
  outcome: text,
  endedAt: text,
  resume: text,
});

/** The newest first; one that is no record is left out. */
export function leftSessions({ metadata }: Pick<Bead, "metadata">): LeftSession[] {
  const all = z.record(z.string(), z.unknown()).safeParse(metadata?.[SESSIONS_KEY]).data ?? {};
  return Object.entries(all)
    .flatMap(([sessionId, value]) => {
      const left = Left.safeParse(value).data;
      return left === undefined ? [] : [{ ...left, sessionId }];
    })
    .toSorted((a, b) => timeOf(b) - timeOf(a));
}

function timeOf({ endedAt }: LeftSession): number {
  const time = Date.parse(endedAt ?? "");
  return Number.isNaN(time) ? 0 : time;
}
