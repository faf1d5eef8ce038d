import type { Beads } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";

/** A bead as a row of the tree. */
export interface PlanRow {
  readonly id: string;
  /** From 1. */
  readonly level: number;
  /** Whether rows can stand below it. */
  readonly isParent: boolean;
  readonly isOpen: boolean;
  /** Its place among its siblings that are shown, from 1, and how many these are. */
  readonly place: number;
  readonly siblings: number;
  /** False: it is shown for what is below it. */
  readonly isMatch: boolean;
}

/** Stands in the rows for a bead that is being written: no tracker has such an id. */
export const DRAFT_ID = "\0draft";

/** Where a bead is being written: below another one, or on the top level. */
export interface DraftPlace {
  readonly parent: string | null;
}

/** The rows, from top to bottom. */
export interface PlanRows {
  readonly list: readonly PlanRow[];
  readonly ids: readonly string[];
  /** -1: the bead has no row. */
  at(id: string | undefined): number;
}

export interface RowChoice {
  /** The beads that may have a row; one whose parent may not stands below the nearest ancestor that may. */
  readonly shown: ReadonlySet<string>;
  readonly matches: ReadonlySet<string>;
  /** The first row below its parent, which is unfolded for it; where that has no row, the first of all. */
  readonly draft?: DraftPlace | null;
  isFolded(id: string): boolean;
}

/** The tree as it is unfolded, row by row. */
export function planRows(beads: Beads, choice: RowChoice): PlanRows {
  const list: PlanRow[] = [];
  const below = makeBelow(beads, choice.shown);
  const draftBelow = placeOfDraft(beads, choice);
  const stack = [levelOf(raised(beads.roots), { level: 1, hasDraft: draftBelow === null })];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const bead = top.beads[top.next];
    if (bead === undefined) {
      stack.pop();
      continue;
    }
    top.next += 1;
    const children = below(bead);
    const hasDraft = bead.id === draftBelow;
    const isParent = children.length > 0 || hasDraft;
    const isOpen = hasDraft || (isParent && !choice.isFolded(bead.id));
    list.push({
      id: bead.id,
      level: top.level,
      isParent,
      isOpen,
      place: top.next + top.drafts,
      siblings: top.beads.length + top.drafts,
      isMatch: choice.matches.has(bead.id),
    });
    if (isOpen) stack.push(levelOf(children, { level: top.level + 1, hasDraft }));
  }
  return makeRows(list);

  function levelOf(beads: readonly Bead[], at: { level: number; hasDraft: boolean }) {
    const drafts = at.hasDraft ? 1 : 0;
    if (at.hasDraft) list.push({ ...draftRow, level: at.level, siblings: beads.length + 1 });
    return { beads, next: 0, level: at.level, drafts };
  }

  function raised(level: readonly Bead[]): readonly Bead[] {
    return level.every((bead) => choice.shown.has(bead.id)) ? level : level.flatMap(orBelow);
  }
  function orBelow(bead: Bead): readonly Bead[] {
    return choice.shown.has(bead.id) ? [bead] : below(bead);
  }
}

/** The bead that it is the first below of; null: it is the first of all; undefined: there is none. */
function placeOfDraft(beads: Beads, { draft, shown }: RowChoice): string | null | undefined {
  const parent = draft?.parent;
  if (parent === undefined || parent === null) return parent;
  return shown.has(parent) && beads.get(parent) !== undefined ? parent : null;
}

const draftRow = { id: DRAFT_ID, isParent: false, isOpen: false, place: 1, isMatch: true };

export function makeRows(list: readonly PlanRow[]): PlanRows {
  const places = new Map(list.map((row, index) => [row.id, index]));
  return {
    list,
    ids: list.map((row) => row.id),
    at: (id) => (id === undefined ? -1 : (places.get(id) ?? -1)),
  };
}

/** The nearest shown beads below one, in the order of the work. */
function makeBelow(beads: Beads, shown: ReadonlySet<string>): (bead: Bead) => readonly Bead[] {
  return (bead) => {
    const children = beads.childrenOf(bead.id);
    if (children.every((child) => shown.has(child.id))) return children;
    const found: Bead[] = [];
    const stack = children.toReversed();
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (shown.has(next.id)) found.push(next);
      else stack.push(...beads.childrenOf(next.id).toReversed());
    }
    return found;
  };
}
