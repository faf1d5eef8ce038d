import { idsAbove } from "@switchyard/beads";
import type { Bead, BeadId, ProjectId } from "@switchyard/core/protocol";
import type { BeadLines } from "../log/bead-lines.ts";
import type { BeadOfProject } from "../log/usage.ts";

/**
 * Keeps which beads stand above those that sessions worked on; tells which of these have others above them now. One
 * that the tracker does not know any more keeps the last that were known.
 */
export function learnLines(lines: BeadLines, projectId: ProjectId, beads: readonly Bead[]): BeadId[] {
  const byId = new Map<string, Bead>(beads.map((bead) => [bead.id, bead]));
  return lines.of(projectId).filter((beadId) => follow(lines, { projectId, beadId }, (id) => byId.get(id)));
}

/** Keeps the line of a bead that a session begins on: from now on it is looked at, wherever it stands later. */
export function learnLine(lines: BeadLines, bead: BeadOfProject, beads: readonly Bead[]): void {
  if (!lines.has(bead)) lines.set(bead, []);
  // Many sessions may begin at once, each of them among thousands of beads: no index of these is made.
  follow(lines, bead, (id) => beads.find((each) => each.id === id));
}

/** Whether others stand above it than were known. */
function follow(lines: BeadLines, bead: BeadOfProject, get: (id: string) => Bead | undefined): boolean {
  if (get(bead.beadId) === undefined) return false;
  const above = idsAbove(bead.beadId, get);
  const known = lines.above(bead);
  if (above.length === known.length && above.every((id, at) => id === known[at])) return false;
  lines.set(bead, above);
  return true;
}
