import type { Bead, BeadFilter, BeadNode, ProjectViewModel } from "@switchyard/core/protocol";
import { countBeads, distribute } from "./counts.ts";
import { criticalPath } from "./critical-path.ts";
import { blockingIdsOf } from "./edges.ts";
import { filterBeads, normalFilter, type ViewContext } from "./filter.ts";
import type { Member } from "./member.ts";
import { outlineOf } from "./outline.ts";
import { makeBeads, narrowBeads, type Beads } from "./relations.ts";
import { schedule } from "./schedule.ts";
import { makeSort, type Sort } from "./sort.ts";
import { preOrder } from "./tree.ts";

/**
 * What is shown of a project: tree, waves, critical path and counts are of the shown beads, while blocked and ready
 * are told among all.
 */
export function viewModel(list: readonly Bead[], filter: BeadFilter, context: ViewContext): ProjectViewModel {
  const all = makeBeads(list, context.now);
  const beads = narrowBeads(all, filterBeads(all, filter, context));
  const wanted = normalFilter(filter);
  const plan = schedule(beads);
  const path = criticalPath(beads);
  const critical = new Set(path);
  const collapsed = new Set(wanted.collapsedIds);
  const roots = makeTree(beads, makeSort(wanted), (bead) => {
    const { offset, count } = plan.spanOf(bead.id);
    return {
      ...outlineOf(bead),
      isBlocked: beads.isBlocked(bead.id),
      isReady: beads.isReady(bead.id),
      isCritical: critical.has(bead.id),
      isCollapsed: collapsed.has(bead.id),
      blockingIds: [...blockingIdsOf(bead)],
      cellOffset: offset,
      cellCount: count,
      children: [],
    };
  });
  return {
    roots,
    criticalPath: path,
    metadata: { ...countBeads(beads), totalDuration: lastStart(beads, plan.startOf) },
    distribution: distribute(beads, plan),
  };
}

/** The nodes of the roots, with all others below them. */
function makeTree({ family }: Beads, sort: Sort, nodeOf: (bead: Bead) => BeadNode): BeadNode[] {
  const roots: BeadNode[] = [];
  const siblingsBelow = new Map<Member | undefined, BeadNode[]>([[undefined, roots]]);
  for (const member of preOrder(sort(family.roots), ({ children }) => sort(children))) {
    const node = nodeOf(member.bead);
    siblingsBelow.set(member, node.children);
    siblingsBelow.get(member.parent)?.push(node);
  }
  return roots;
}

function lastStart(beads: Beads, startOf: (id: string) => number): number {
  let last = 0;
  for (const { id } of beads.list) last = Math.max(last, startOf(id));
  return last;
}
