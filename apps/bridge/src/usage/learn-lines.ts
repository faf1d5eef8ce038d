import { isDeepStrictEqual } from "node:util";
import { idsAbove } from "@switchyard/beads";
import type { Bead, BeadId, ProjectId } from "@switchyard/core/protocol";
import type { BeadLines } from "../log/bead-lines.ts";

/**
 * Keeps which beads stand above those that sessions worked on; tells which of these have others above them now. One
 * that the tracker does not know any more keeps the last that were known.
 */
export function learnLines(
  lines: BeadLines,
  projectId: ProjectId,
  { beads, more = [] }: { beads: readonly Bead[]; more?: readonly BeadId[] },
): BeadId[] {
  const byId = new Map<string, Bead>(beads.map((bead) => [bead.id, bead]));
  const kept = new Set(lines.of(projectId));
  // From now on it is looked at, wherever it stands later.
  for (const beadId of more) if (!kept.has(beadId)) lines.set({ projectId, beadId }, []);
  return lines.of(projectId).filter((beadId) => {
    if (!byId.has(beadId)) return false;
    const above = idsAbove(beadId, (id) => byId.get(id));
    if (isDeepStrictEqual(above, lines.above({ projectId, beadId }))) return false;
    lines.set({ projectId, beadId }, above);
    return true;
  });
}
