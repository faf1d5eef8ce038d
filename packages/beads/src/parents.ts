import type { Bead, BeadId } from "@switchyard/core/protocol";
import { parentIdsOf } from "./edges.ts";
import type { Member } from "./member.ts";

/** Who takes a bead whose own parents are not there. */
export type StepParent = (id: string) => string | undefined;

interface Around {
  get(id: string): Member | undefined;
  readonly stepParent: StepParent;
}

/**
 * One parent for each: the first of its parent-child edges whose target is there, else what its `parent` or the
 * nearest dotted prefix of its id names, else its step-parent. No bead comes to be below itself.
 */
export function findParents(list: readonly Member[], around: Around): void {
  const { get, stepParent } = around;
  for (const member of list) {
    member.parent = parentFor(member.bead, get) ?? present(stepParent(member.bead.id), get);
  }
  breakCycles(list);
}

/** The beads above one, the nearest first: as in the tree, without that the tree of all has to be made. */
export function idsAbove(id: string, get: (id: string) => Bead | undefined): BeadId[] {
  const above: BeadId[] = [];
  for (let at = get(id); at !== undefined;) {
    const parent: Bead | undefined = parentFor(at, get);
    if (parent === undefined || parent.id === id || above.includes(parent.id)) break;
    above.push(parent.id);
    at = parent;
  }
  return above;
}

function parentFor<T>(bead: Bead, get: (id: string) => T | undefined): T | undefined {
  for (const id of parentIdsOf(bead)) {
    const parent = get(id);
    if (parent !== undefined) return parent;
  }
  const told = bead["parent"];
  const parent = typeof told === "string" && told !== bead.id ? get(told) : undefined;
  return parent ?? parentByPrefix(bead.id, get);
}

/** What the nearest dotted prefix of an id names: a tracker takes it for the parent where no edge names another. */
export function parentByPrefix<T>(id: string, get: (id: string) => T | undefined): T | undefined {
  for (let dot = id.lastIndexOf("."); dot > 0; dot = id.lastIndexOf(".", dot - 1)) {
    const parent = get(id.slice(0, dot));
    if (parent !== undefined) return parent;
  }
  return undefined;
}

function present(id: string | undefined, get: Around["get"]): Member | undefined {
  return id === undefined ? undefined : get(id);
}

/** Of each cycle the smallest id becomes a root. */
function breakCycles(list: readonly Member[]): void {
  const walkOf = new Int32Array(list.length).fill(-1);
  for (const start of list) {
    let at: Member | undefined = start;
    while (at !== undefined && walkOf[at.index] === -1) {
      walkOf[at.index] = start.index;
      at = at.parent;
    }
    // Met in this same walk: it leads back to itself.
    if (at !== undefined && walkOf[at.index] === start.index) smallestAbove(at).parent = undefined;
  }
}

/** The smallest id of the cycle that `start` is on. */
function smallestAbove(start: Member): Member {
  let smallest = start;
  for (let at = start.parent; at !== undefined && at !== start; at = at.parent) {
    if (at.index < smallest.index) smallest = at;
  }
  return smallest;
}
