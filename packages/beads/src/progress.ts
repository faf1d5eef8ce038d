import type { Family } from "./family.ts";
import type { Member } from "./member.ts";
import { isClosed } from "./status.ts";

export interface Progress {
  readonly closed: number;
  readonly total: number;
}

/** By index: how many of the leaves below each bead are closed; a leaf counts itself. */
export function findProgress(family: Family): readonly Progress[] {
  const progress: Progress[] = family.list.map(leafProgress);
  for (const { index, children } of family.preOrder.toReversed()) {
    if (children.length === 0) continue;
    let [closed, total] = [0, 0];
    for (const child of children) {
      closed += progress[child.index]?.closed ?? 0;
      total += progress[child.index]?.total ?? 0;
    }
    progress[index] = { closed, total };
  }
  return progress;
}

function leafProgress({ bead }: Member): Progress {
  return { closed: isClosed(bead) ? 1 : 0, total: 1 };
}
