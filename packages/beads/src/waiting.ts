import type { Bead, BeadEdge } from "@switchyard/core/protocol";
import { BLOCKING, parentIdsOf } from "./edges.ts";
import type { Family } from "./family.ts";
import { lazy } from "./lazy.ts";
import type { Member } from "./member.ts";
import { isActive, isClosed } from "./status.ts";

export interface Waiting {
  openBlockersOf(member: Member | undefined): readonly Bead[];
  isReady(member: Member | undefined): boolean;
}

/** The tracker's own rule, for where it cannot be asked: an edge to a bead that is gone holds nothing up. */
export function findWaiting(family: Family, now: number): Waiting {
  const byParent = lazy(() => groupByParents(family));
  const around = { get: family.get, childrenOf: (target: Member) => byParent()[target.index] ?? [] };
  const blockers = family.list.map(({ bead }) => openBlockers(bead, around));
  const isBlocked = ({ index }: Member) => blockers[index] !== NONE;
  const isHeld = (parent: Member) => isBlocked(parent) || isDeferred(parent.bead, now);
  const ready = family.list.map(
    (member) => canBegin(member.bead, now) && !isBlocked(member) && !parentsOf(member, family).some(isHeld),
  );
  return {
    openBlockersOf: (member) => blockers[member?.index ?? -1] ?? NONE,
    isReady: (member) => ready[member?.index ?? -1] ?? false,
  };
}

const NONE: readonly Bead[] = [];

interface Around {
  get(id: string): Member | undefined;
  /** Of a bead with two parents both have it. */
  childrenOf(target: Member): readonly Bead[];
}

/** `NONE` itself, if there are none. */
function openBlockers(bead: Bead, around: Around): readonly Bead[] {
  if (bead.dependencies === undefined || !isActive(bead)) return NONE;
  const blockers = new Set<Bead>();
  for (const edge of bead.dependencies) {
    const target = around.get(edge.depends_on_id);
    if (target === undefined) continue;
    for (const blocker of heldUpBy(edge, target, around)) if (blocker !== bead) blockers.add(blocker);
  }
  return blockers.size === 0 ? NONE : [...blockers];
}

function heldUpBy(edge: BeadEdge, target: Member, around: Around): readonly Bead[] {
  if (BLOCKING.has(edge.type)) return isActive(target.bead) ? [target.bead] : NONE;
  return edge.type === "waits-for" ? activeChildren(around.childrenOf(target), edge) : NONE;
}

/** A `waits-for` edge waits for all children of its target; with the gate `any-children` for the first. */
function activeChildren(children: readonly Bead[], edge: BeadEdge): readonly Bead[] {
  if (isGatedByAny(edge) && children.some(isClosed)) return NONE;
  return children.filter(isActive);
}

/** An edge's metadata is JSON in a text. */
function isGatedByAny(edge: BeadEdge): boolean {
  const metadata = typeof edge["metadata"] === "string" ? parsed(edge["metadata"]) : edge["metadata"];
  return (
    typeof metadata === "object" &&
    metadata !== null &&
    "gate" in metadata &&
    metadata.gate === "any-children"
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function canBegin(bead: Bead, now: number): boolean {
  return (
    bead.status === "open" &&
    bead.pinned !== true &&
    bead.ephemeral !== true &&
    !NEVER_BEGUN.has(bead.issue_type) &&
    !isDeferred(bead, now)
  );
}

/** Types that the tracker's orchestration uses for itself. */
const NEVER_BEGUN: ReadonlySet<string> = new Set([
  "merge-request",
  "gate",
  "molecule",
  "message",
  "agent",
  "role",
  "rig",
]);

function isDeferred(bead: Bead, now: number): boolean {
  // What is no time compares as false.
  return bead.defer_until !== undefined && Date.parse(bead.defer_until) > now;
}

/** All that it names, not only the one that it stands below in the tree: the tracker asks them all. */
function parentsOf({ bead, parent }: Member, family: Family): readonly Member[] {
  const named = parentIdsOf(bead).flatMap((id) => family.get(id) ?? []);
  return parent === undefined || named.includes(parent) ? named : [...named, parent];
}

/** The children of each, by its index. */
function groupByParents(family: Family): readonly (readonly Bead[])[] {
  const groups: Bead[][] = family.list.map(() => []);
  for (const member of family.list) {
    for (const { index } of parentsOf(member, family)) groups[index]?.push(member.bead);
  }
  return groups;
}
