import type { Beads } from "@switchyard/beads";
import type { BeadFilter } from "@switchyard/core/protocol";

/** Of a filter: which closed beads are too old to be shown at all. */
export function youngPart({ hideClosed, closedTimeFilter }: BeadFilter): BeadFilter {
  return { ...(hideClosed !== undefined && { hideClosed }), ...(closedTimeFilter && { closedTimeFilter }) };
}

/** Of a filter: what is looked for, whatever its age, without what is above it. */
export function fitPart(filter: BeadFilter): BeadFilter {
  return { ...filter, hideClosed: false, closedTimeFilter: "all", includeHierarchy: false };
}

/** What matches, and of what is above it that which may be shown at all. */
export function withAncestors(
  matches: ReadonlySet<string>,
  young: ReadonlySet<string>,
  beads: Beads,
): ReadonlySet<string> {
  if (matches === young) return young;
  const shown = new Set(matches);
  const passed = new Set<string>();
  for (const id of matches) {
    let above = beads.parentOf(id);
    while (above !== undefined && !passed.has(above.id)) {
      passed.add(above.id);
      if (young.has(above.id)) shown.add(above.id);
      above = beads.parentOf(above.id);
    }
  }
  return shown;
}
