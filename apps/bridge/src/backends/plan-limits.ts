import type { BackendId, PlanLimit } from "@switchyard/core/protocol";

/** What programs told of their plans' usage limits, as long as this bridge lives. */
export interface PlanLimits {
  /** False: nothing of it is news. */
  see(backendId: BackendId, limit: Omit<PlanLimit, "at">): boolean;
  /** Without those that have reset since. */
  of(backendId: BackendId): PlanLimit[];
}

/** @param now Unix ms */
export function makePlanLimits(now: () => number): PlanLimits {
  const byBackend = new Map<BackendId, Map<string, PlanLimit>>();

  return {
    see(backendId, { name, used, resetsAt, isReached }) {
      const known = byBackend.get(backendId) ?? new Map<string, PlanLimit>();
      byBackend.set(backendId, known);
      const before = known.get(name);
      known.set(name, { name, used, resetsAt, isReached, at: Math.floor(now() / 1000) });
      // When it was told last is no news: every turn tells it.
      return before?.used !== used || before.resetsAt !== resetsAt || before.isReached !== isReached;
    },
    of: (backendId) =>
      [...(byBackend.get(backendId)?.values() ?? [])].filter(
        ({ resetsAt }) => resetsAt === null || resetsAt * 1000 > now(),
      ),
  };
}
