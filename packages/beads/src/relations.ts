import type { Bead } from "@switchyard/core/protocol";
import { makeFamily, type Family } from "./family.ts";
import { lazy } from "./lazy.ts";
import type { Member } from "./member.ts";
import { findProgress, type Progress } from "./progress.ts";
import { findWaiting } from "./waiting.ts";

/** Beads and how they stand to each other. Of an id that is not among them: undefined, empty, false or 0. */
export interface Beads {
  /** In the order of their ids. */
  readonly list: readonly Bead[];
  get(id: string): Bead | undefined;
  parentOf(id: string): Bead | undefined;
  /** In the order of the work, as `roots`. */
  childrenOf(id: string): readonly Bead[];
  /** Those that block it, done or not. */
  blockersOf(id: string): readonly Bead[];
  /** Those that it blocks, done or not. */
  blocks(id: string): readonly Bead[];
  /** Not done, and something that it waits for is not done either. */
  isBlocked(id: string): boolean;
  isReady(id: string): boolean;
  /** What holds it up now: of `blockersOf` those that are not done, and the children that it waits for. */
  openBlockersOf(id: string): readonly Bead[];
  /** Of the leaves below it; of itself, where there are none. */
  progressOf(id: string): Progress;
  readonly roots: readonly Bead[];
  /** 0 for a root. */
  depthOf(id: string): number;
  /** The same for this package's own computations, without the way over ids. */
  readonly family: Family;
}

/** All beads of a project, without tombstones; of two with one id the last one counts. `now` in ms since 1970. */
export function makeBeads(list: readonly Bead[], now: number): Beads {
  const byId = new Map(list.map((bead) => [bead.id, bead]));
  const live = [...byId.values()].filter(({ status }) => status !== "tombstone");
  const family = makeFamily(live, () => undefined);
  const waiting = lazy(() => findWaiting(family, now));
  const progress = lazy(() => findProgress(family));
  return join(family, {
    isBlocked: (id) => waiting().openBlockersOf(family.get(id)).length > 0,
    isReady: (id) => waiting().isReady(family.get(id)),
    openBlockersOf: (id) => waiting().openBlockersOf(family.get(id)),
    progressOf: (id) => progress()[family.get(id)?.index ?? -1] ?? { closed: 0, total: 0 },
  });
}

/**
 * Those of the beads that are shown, in a tree of their own: list, tree and edges are of the shown ones alone, each
 * below the nearest that is left of its ancestors. Blocked, ready and progress stay what they are among all.
 */
export function narrowBeads(beads: Beads, shown: ReadonlySet<string>): Beads {
  const left = beads.list.filter(({ id }) => shown.has(id));
  if (left.length === beads.list.length) return beads;
  const nearest = lazy(() => nearestShown(beads.family, shown));
  const family = makeFamily(left, (id) => nearest()[beads.family.get(id)?.index ?? -1]);
  return join(family, beads);
}

/** By index, the nearest ancestor that is shown. */
function nearestShown(family: Family, shown: ReadonlySet<string>): readonly (string | undefined)[] {
  const nearest = family.list.map((): string | undefined => undefined);
  for (const { index, parent } of family.preOrder) {
    if (parent === undefined) continue;
    nearest[index] = shown.has(parent.bead.id) ? parent.bead.id : nearest[parent.index];
  }
  return nearest;
}

type State = Pick<Beads, "isBlocked" | "isReady" | "openBlockersOf" | "progressOf">;

function join(family: Family, state: State): Beads {
  const { get } = family;
  return {
    list: family.list.map(beadOf),
    get: (id) => get(id)?.bead,
    parentOf: (id) => get(id)?.parent?.bead,
    childrenOf: (id) => get(id)?.children.map(beadOf) ?? [],
    blockersOf: (id) => get(id)?.blockers.map(beadOf) ?? [],
    blocks: (id) => get(id)?.blocked.map(beadOf) ?? [],
    isBlocked: state.isBlocked,
    isReady: state.isReady,
    openBlockersOf: state.openBlockersOf,
    progressOf: state.progressOf,
    roots: family.roots.map(beadOf),
    depthOf: (id) => get(id)?.depth ?? 0,
    family,
  };
}

function beadOf(member: Member): Bead {
  return member.bead;
}
