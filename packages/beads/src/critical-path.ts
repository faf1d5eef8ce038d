import type { BeadId } from "@switchyard/core/protocol";
import type { Family } from "./family.ts";
import type { Member } from "./member.ts";
import type { Beads } from "./relations.ts";

/**
 * The ids of the longest chain of beads of which each blocks the next, closed ones too; empty where none blocks
 * another. Of chains of one length it is the one whose ids come first. Edges that close a cycle say nothing.
 */
export function criticalPath({ family }: Beads): BeadId[] {
  const { isApart } = family.chains();
  const lengths = findLengths(family);
  const path: BeadId[] = [];
  let at = firstLongest(family.list, lengths);
  if (at === undefined || lengths[at.index] === 0) return path;
  while (at !== undefined) {
    const last: Member = at;
    path.push(last.bead.id);
    at = firstLongest(
      last.blocked.filter((next) => isApart(last, next)),
      lengths,
    );
  }
  return path;
}

/** By index: how many edges the longest chain has that begins there. */
function findLengths(family: Family): Int32Array {
  const { order, isApart } = family.chains();
  const lengths = new Int32Array(family.list.length);
  for (const member of order.toReversed()) {
    let length = 0;
    for (const next of member.blocked) {
      if (isApart(member, next)) length = Math.max(length, 1 + (lengths[next.index] ?? 0));
    }
    lengths[member.index] = length;
  }
  return lengths;
}

/** `members` are in the order of ids. */
function firstLongest(members: readonly Member[], lengths: Int32Array): Member | undefined {
  let [first, longest]: [Member | undefined, number] = [undefined, -1];
  for (const member of members) {
    const length = lengths[member.index] ?? 0;
    if (length > longest) [first, longest] = [member, length];
  }
  return first;
}
