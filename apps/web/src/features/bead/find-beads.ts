import { type Beads, compareIds, isClosed } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";

/** Beads whose id and title hold all words of a text: the one of that id first, then open ones, of them the ready ones, then by priority and id. */
export function findBeads(
  beads: Beads,
  text: string,
  { most, withClosed = false, except }: { most: number; withClosed?: boolean; except?: ReadonlySet<string> },
): readonly Bead[] {
  const sought = text.trim().toLowerCase();
  const words = sought.split(/\s+/);
  const rankOf = (bead: Bead) => {
    if (bead.id.toLowerCase() === sought) return 0;
    if (isClosed(bead)) return 3;
    return beads.isReady(bead.id) ? 1 : 2;
  };
  return beads.list
    .filter((bead) => {
      if ((!withClosed && isClosed(bead)) || except?.has(bead.id) === true) return false;
      const said = `${bead.id} ${bead.title}`.toLowerCase();
      return words.every((word) => said.includes(word));
    })
    .map((bead) => ({ bead, rank: rankOf(bead) }))
    .toSorted(
      (a, b) => a.rank - b.rank || a.bead.priority - b.bead.priority || compareIds(a.bead.id, b.bead.id),
    )
    .slice(0, most)
    .map(({ bead }) => bead);
}
