import type { Beads } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";

/** The root above a bead, where others are below it as below an epic; undefined for a bead that stands alone. */
export function topOf(beads: Beads, beadId: string): Bead | undefined {
  let top = beads.get(beadId);
  while (top !== undefined) {
    const above = beads.parentOf(top.id);
    if (above === undefined) break;
    top = above;
  }
  if (top === undefined) return undefined;
  return top.issue_type === "epic" || beads.childrenOf(top.id).length > 0 ? top : undefined;
}
