import type { Bead, BeadId } from "@switchyard/core/protocol";
import type { Outcome, Snapshot } from "./read-whole.ts";

/** What is known of all, with what was written since. */
export function withWritten<T extends Outcome>(outcome: T, written: ReadonlyMap<BeadId, Bead>): T {
  if ("failed" in outcome || written.size === 0) return outcome;
  const beads = outcome.beads.map((bead) => written.get(bead.id) ?? bead);
  const known = new Set(beads.map(({ id }) => id));
  const added = [...written.values()].filter(({ id }) => !known.has(id));
  // What the program prints next is compared with what is known now.
  return { ...outcome, beads: [...beads, ...added], digest: null };
}

/** What was written while all was read, and may have been missed: less what another has changed again since. */
export function missedBy(outcome: Outcome, written: ReadonlyMap<BeadId, Bead>): ReadonlyMap<BeadId, Bead> {
  if ("failed" in outcome || written.size === 0) return written;
  const read = new Map(outcome.beads.map((bead) => [bead.id, bead]));
  return new Map([...written].filter(([id, bead]) => timeOf(read.get(id)) <= timeOf(bead)));
}

function timeOf(bead: Bead | undefined): number {
  const time = Date.parse(bead?.updated_at ?? "");
  return Number.isNaN(time) ? 0 : time;
}

/** A bead that was read alone, as a list has it: without comments and an epic's sums, with the list's own counts. */
export function asInList({ comments, ...bead }: Bead, last: Pick<Snapshot, "beads">): Bead {
  const listed = last.beads.find(({ id }) => id === bead.id);
  const own: Record<string, unknown> = {
    dependency_count: listed?.["dependency_count"],
    dependent_count: listed?.["dependent_count"],
    comment_count: comments?.length ?? bead.comment_count,
  };
  const isOwn = (field: string): boolean => field in own || field.startsWith("epic_");
  for (const field of Object.keys(bead)) if (isOwn(field)) delete bead[field];
  const known = Object.entries(own).filter(([, count]) => count !== undefined);
  return { ...bead, ...Object.fromEntries(known) };
}
