import { makeHeap } from "./heap.ts";
import type { Member } from "./member.ts";

/**
 * Siblings in the order of the work: none before those that block it, the most urgent of what can come next first.
 * Those on or behind a cycle of blocks come last, by urgency.
 */
export function inOrderOfWork(siblings: Member[]): Member[] {
  if (siblings.length < 2) return siblings;
  const urgent = siblings.toSorted(compareUrgency);
  if (!urgent.some(hasBlockingSibling)) return urgent;
  const placed = new Set(topological(urgent));
  return [...placed, ...urgent.filter((member) => !placed.has(member))];
}

/** By priority, then by id. */
function compareUrgency(a: Member, b: Member): number {
  return a.bead.priority - b.bead.priority || a.index - b.index;
}

function hasBlockingSibling(member: Member): boolean {
  return member.blockers.some((blocker) => blocker.parent === member.parent);
}

/** Kahn's order, always with the most urgent that is free; without those that never get free. */
function topological(urgent: readonly Member[]): Member[] {
  const places = new Map(urgent.map((member, place) => [member, place]));
  const missing = urgent.map(({ blockers }) => blockers.filter((blocker) => places.has(blocker)).length);
  const free = makeHeap();
  for (const [place, count] of missing.entries()) if (count === 0) free.push(place);
  const order: Member[] = [];
  for (let next = free.pop(); next !== undefined; next = free.pop()) {
    const member = urgent[next];
    if (member === undefined) continue;
    order.push(member);
    for (const blocked of member.blocked) {
      const place = places.get(blocked);
      if (place === undefined) continue;
      const left = (missing[place] ?? 0) - 1;
      missing[place] = left;
      if (left === 0) free.push(place);
    }
  }
  return order;
}
