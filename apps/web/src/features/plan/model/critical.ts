import { type Beads, criticalPath } from "@switchyard/beads";

const known = new WeakMap<Beads, readonly string[]>();

/** The critical path of beads, found once for them: header and timeline both tell it. */
export function criticalPathOf(beads: Beads): readonly string[] {
  const found = known.get(beads) ?? criticalPath(beads);
  known.set(beads, found);
  return found;
}
