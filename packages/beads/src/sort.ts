import type { Bead, BeadFilter } from "@switchyard/core/protocol";
import type { Member } from "./member.ts";

export type Sort = (siblings: readonly Member[]) => readonly Member[];

/** How siblings are sorted: ties by id, `desc` reversing it all; not at all, they are in the order of the work. */
export function makeSort({ sortBy = "none", sortOrder = "asc" }: BeadFilter): Sort {
  if (sortBy === "none" || sortOrder === "none") return (siblings) => siblings;
  const keyOf = KEYS[sortBy];
  return (siblings) => {
    if (siblings.length < 2) return siblings;
    const keyed = siblings.map((member) => ({ member, key: keyOf(member.bead) }));
    const sorted = keyed.toSorted((a, b) => compareKeys(a.key, b.key) || a.member.index - b.member.index);
    const members = sorted.map(({ member }) => member);
    return sortOrder === "desc" ? members.toReversed() : members;
  };
}

type Key = string | number;

const KEYS: Readonly<Record<"priority" | "title" | "type" | "id", (bead: Bead) => Key>> = {
  priority: (bead) => bead.priority,
  title: (bead) => bead.title.toLowerCase(),
  type: (bead) => bead.issue_type.toLowerCase(),
  // The ties decide.
  id: () => 0,
};

function compareKeys(a: Key, b: Key): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
