import { isDeepStrictEqual } from "node:util";
import { type Bead, type BeadId, LONG_BEAD_TEXTS } from "@switchyard/core/protocol";

export interface Difference {
  /** What is there now; a bead that has not changed is the very object that it was. */
  readonly beads: readonly Bead[];
  /** New and changed ones. */
  readonly changed: readonly Bead[];
  readonly removed: readonly BeadId[];
  /** Those of `changed` whose long texts or comments differ. */
  readonly texts: readonly BeadId[];
}

/**
 * Compares whole records, in whatever order their fields are: labels and edges may change without a new `updated_at`.
 */
export function difference(before: readonly Bead[], now: readonly Bead[]): Difference {
  if (before === now) return { beads: before, changed: [], removed: [], texts: [] };
  const known = new Map(before.map((bead) => [bead.id, bead]));
  const changed: Bead[] = [];
  const texts: BeadId[] = [];
  const beads = now.map((bead) => {
    const was = known.get(bead.id);
    if (was === bead || (was !== undefined && isDeepStrictEqual(was, bead))) return was;
    changed.push(bead);
    if (haveTextsChanged(was, bead)) texts.push(bead.id);
    return bead;
  });
  const present = new Set(now.map(({ id }) => id));
  const removed = before.flatMap(({ id }) => (present.has(id) ? [] : [id]));
  const isSame = beads.length === before.length && beads.every((bead, index) => bead === before[index]);
  return { beads: isSame ? before : beads, changed, removed, texts };
}

/** A list has no comments, but how many there are. */
function haveTextsChanged(was: Bead | undefined, bead: Bead): boolean {
  if ((was?.comment_count ?? 0) !== (bead.comment_count ?? 0)) return true;
  return LONG_BEAD_TEXTS.some((field) => !isDeepStrictEqual(was?.[field], bead[field]));
}
