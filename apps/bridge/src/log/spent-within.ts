import type { BeadLines } from "./bead-lines.ts";
import { beadKey, type BeadOfProject, type Spent, type UsageTable } from "./usage.ts";

/**
 * What was spent on a bead and on all below it. It is asked for with every session below it, and summed up once for all
 * of them.
 */
export function makeSpentWithin(
  usage: Pick<UsageTable, "ofBead" | "changes">,
  lines: Pick<BeadLines, "within" | "changes">,
): (bead: BeadOfProject) => Spent {
  const known = new Map<string, Spent>();
  let from = "";
  return (bead) => {
    const now = `${usage.changes()} ${lines.changes()}`;
    if (now !== from) known.clear();
    from = now;
    const key = beadKey(bead);
    const spent = known.get(key) ?? sumOf(lines.within(bead).map(usage.ofBead));
    known.set(key, spent);
    return spent;
  };
}

function sumOf(each: readonly Spent[]): Spent {
  return {
    costUsd: each.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
    turnsWithoutCost: each.reduce((sum, { turnsWithoutCost }) => sum + turnsWithoutCost, 0),
  };
}
