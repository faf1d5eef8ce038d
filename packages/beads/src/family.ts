import type { Bead } from "@switchyard/core/protocol";
import { findChains, type Chains } from "./chains.ts";
import { blockingIdsOf } from "./edges.ts";
import { compareIds } from "./ids.ts";
import { lazy } from "./lazy.ts";
import { makeMember, type Member } from "./member.ts";
import { findParents, type StepParent } from "./parents.ts";
import { inOrderOfWork } from "./siblings.ts";
import { preOrder } from "./tree.ts";

/** Beads as one tree, and as a graph of who blocks whom. */
export interface Family {
  /** In the order of their ids. */
  readonly list: readonly Member[];
  get(id: string): Member | undefined;
  /** In the order of the work. */
  readonly roots: readonly Member[];
  /** The whole tree, each before those below it. */
  readonly preOrder: readonly Member[];
  chains(): Chains;
}

/** Of beads with an id each. `stepParent` says whom one goes to whose own parents are not among them. */
export function makeFamily(beads: readonly Bead[], stepParent: StepParent): Family {
  const list = beads.toSorted((a, b) => compareIds(a.id, b.id)).map(makeMember);
  const byId = new Map<string, Member>(list.map((member) => [member.bead.id, member]));
  const get = (id: string) => byId.get(id);
  for (const member of list) linkBlockers(member, get);
  findParents(list, { get, stepParent });
  const roots = adopt(list);
  const order = preOrder(roots, (member) => member.children);
  for (const member of order) member.depth = member.parent === undefined ? 0 : member.parent.depth + 1;
  return { list, get, roots, preOrder: order, chains: lazy(() => findChains(list)) };
}

function linkBlockers(member: Member, get: Family["get"]): void {
  for (const id of blockingIdsOf(member.bead)) {
    const blocker = get(id);
    if (blocker === undefined) continue;
    member.blockers.push(blocker);
    blocker.blocked.push(member);
  }
}

/** Gives the parents their children; those without a parent are the roots. */
function adopt(list: readonly Member[]): readonly Member[] {
  const roots: Member[] = [];
  for (const member of list) (member.parent?.children ?? roots).push(member);
  for (const member of list) member.children = inOrderOfWork(member.children);
  return inOrderOfWork(roots);
}
