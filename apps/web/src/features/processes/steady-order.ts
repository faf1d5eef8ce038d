import type { ProcessInfo } from "@switchyard/core/protocol";

/**
 * The heaviest first. While the order is held (someone points at a row), rows keep their place and new ones
 * come last.
 */
export function steadyOrder(
  processes: readonly ProcessInfo[],
  before: readonly ProcessInfo[],
  isHeld: boolean,
): ProcessInfo[] {
  const sorted = processes.toSorted(
    (a, b) => (b.memoryBytes ?? 0) - (a.memoryBytes ?? 0) || a.startedAt - b.startedAt,
  );
  if (!isHeld) return sorted;
  const places = new Map(before.map(({ processId }, at) => [processId, at]));
  const placeOf = ({ processId }: ProcessInfo): number => places.get(processId) ?? before.length;
  return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
}
