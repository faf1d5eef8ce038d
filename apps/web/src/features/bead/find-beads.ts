import { type Beads, compareIds, isClosed } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";

/** Open beads whose id and title hold all words of a text: ready ones first, then by priority and id. */
export function findBeads(beads: Beads, text: string, most: number): readonly Bead[] {
  const words = text.trim().toLowerCase().split(/\s+/);
  return beads.list
    .filter((bead) => {
      if (isClosed(bead)) return false;
      const said = `${bead.id} ${bead.title}`.toLowerCase();
      return words.every((word) => said.includes(word));
    })
    .map((bead) => ({ bead, isReady: beads.isReady(bead.id) }))
    .toSorted(
      (a, b) =>
        Number(b.isReady) - Number(a.isReady) ||
        a.bead.priority - b.bead.priority ||
        compareIds(a.bead.id, b.bead.id),
    )
    .slice(0, most)
    .map(({ bead }) => bead);
}
