import type { Bead } from "@switchyard/core/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { NOW, randomBeads, randomListings } from "./random-beads.testkit.ts";
import { idsAbove } from "./parents.ts";
import { makeBeads, narrowBeads, type Beads } from "./relations.ts";

test("every live bead is in the tree exactly once, and its parent is who it is listed below", () => {
  fc.assert(
    fc.property(randomListings(), (listing) => {
      const last = new Map(listing.map((bead) => [bead.id, bead]));
      const live = [...last.values()].filter(({ status }) => status !== "tombstone");
      const beads = makeBeads(listing, NOW);
      expect(idsInTree(beads).toSorted()).toEqual(live.map(({ id }) => id).toSorted());
      for (const { id } of live) {
        expect(beads.get(id)).toBe(last.get(id));
        for (const child of beads.childrenOf(id)) expect(beads.parentOf(child.id)?.id).toBe(id);
      }
    }),
    { numRuns: 500 },
  );
});

test("the parent is the first that its edges name and that is there, unless that closes a cycle", () => {
  fc.assert(
    fc.property(randomBeads(), (list) => {
      const beads = makeBeads(list, NOW);
      for (const bead of beads.list) {
        const named = edges(bead, "parent-child").find((id) => beads.get(id) !== undefined);
        if (named === undefined || beads.parentOf(bead.id)?.id === named) continue;
        expect(beads.roots).toContain(bead);
        expect(isAbove(bead, named, beads)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test("siblings stand as if the most urgent one that nothing stops were taken again and again", () => {
  fc.assert(
    fc.property(randomBeads(), (list) => {
      const beads = makeBeads(list, NOW);
      for (const siblings of [beads.roots, ...beads.list.map(({ id }) => beads.childrenOf(id))]) {
        expect(siblings.map(({ id }) => id)).toEqual(naiveOrder(siblings, beads));
      }
    }),
    { numRuns: 500 },
  );
});

test("no answer depends on the order in which the beads came", () => {
  fc.assert(
    fc.property(randomBeads(), fc.nat(), (list, turn) => {
      const at = list.length === 0 ? 0 : turn % list.length;
      const turned = [...list.slice(at), ...list.slice(0, at)].toReversed();
      expect(answers(makeBeads(turned, NOW))).toEqual(answers(makeBeads(list, NOW)));
    }),
    { numRuns: 300 },
  );
});

test("blocked and ready are what the tracker's rule says, told in plain words", () => {
  fc.assert(
    fc.property(randomBeads(), (list) => {
      const beads = makeBeads(list, NOW);
      const live = list.filter(({ status }) => status !== "tombstone");
      for (const bead of live) {
        expect([bead.id, beads.isBlocked(bead.id)]).toEqual([bead.id, naiveBlocked(bead, live, beads)]);
        expect([bead.id, beads.isReady(bead.id)]).toEqual([bead.id, naiveReady(bead, live, beads)]);
        expect(beads.openBlockersOf(bead.id).length > 0).toBe(beads.isBlocked(bead.id));
      }
    }),
    { numRuns: 1_000 },
  );
});

test("narrowed to any of them, each is in the tree once, and below an ancestor wherever one is left", () => {
  fc.assert(
    fc.property(randomBeads(), fc.infiniteStream(fc.boolean()), (list, coin) => {
      const all = makeBeads(list, NOW);
      const shown = new Set<string>(all.list.filter(() => coin.next().value === true).map(({ id }) => id));
      const left = narrowBeads(all, shown);
      expect(idsInTree(left).toSorted()).toEqual([...shown].toSorted());
      for (const root of left.roots) {
        const ancestors = ancestorsOf(root.id, all).filter((id) => shown.has(id));
        // Where those whom it names form a cycle with it, it is the root of that.
        const above = [...ancestors, ...namedBy(root)];
        expect(ancestors.length === 0 || above.some((id) => isAbove(root, id, left))).toBe(true);
      }
      for (const id of shown) {
        expect(left.isReady(id)).toBe(all.isReady(id));
        expect(left.progressOf(id)).toEqual(all.progressOf(id));
      }
    }),
    { numRuns: 500 },
  );
});

function edges(bead: Bead, ...types: readonly string[]): string[] {
  const found = (bead.dependencies ?? []).filter(
    (edge) => types.includes(edge.type) && edge.depends_on_id !== bead.id,
  );
  return found.map((edge) => edge.depends_on_id);
}

/** All that it may have as parents, by its edges, its `parent` and its id. */
function namedBy(bead: Bead): string[] {
  const parts = bead.id.split(".");
  const prefixes = parts.map((_, index) => parts.slice(0, index).join("."));
  return [...edges(bead, "parent-child"), String(bead["parent"]), ...prefixes];
}

function idsInTree(beads: Beads): string[] {
  const walk = (bead: Bead): string[] => [bead.id, ...beads.childrenOf(bead.id).flatMap(walk)];
  return beads.roots.flatMap(walk);
}

function ancestorsOf(id: string, beads: Beads): string[] {
  const parent = beads.parentOf(id);
  return parent === undefined ? [] : [parent.id, ...ancestorsOf(parent.id, beads)];
}

/** Whether `above` is an ancestor of the bead `id`. */
function isAbove(above: Bead, id: string, beads: Beads): boolean {
  return ancestorsOf(id, beads).includes(above.id);
}

/** Takes, again and again, the most urgent sibling whose blockers among the siblings are all taken. */
function naiveOrder(siblings: readonly Bead[], beads: Beads): string[] {
  const place = new Map(beads.list.map((bead, index) => [bead, index]));
  const byUrgency = siblings.toSorted(
    (a, b) => a.priority - b.priority || (place.get(a) ?? 0) - (place.get(b) ?? 0),
  );
  const order: Bead[] = [];
  for (;;) {
    const next = byUrgency.find(
      (bead) => !order.includes(bead) && beads.blockersOf(bead.id).every(isSettled),
    );
    if (next === undefined) break;
    order.push(next);
  }
  return [...order, ...byUrgency.filter((bead) => !order.includes(bead))].map(({ id }) => id);

  function isSettled(blocker: Bead): boolean {
    return !siblings.includes(blocker) || order.includes(blocker);
  }
}

const isOver = ({ status }: Bead) => ["closed", "done"].includes(status);
const isAlive = (bead: Bead) => !isOver(bead) && bead.status !== "pinned";

function naiveBlocked(bead: Bead, live: readonly Bead[], beads: Beads): boolean {
  if (!isAlive(bead)) return false;
  const isOpen = (id: string) => live.some((each) => each.id === id && isAlive(each));
  if (edges(bead, "blocks", "conditional-blocks").some(isOpen)) return true;
  return (bead.dependencies ?? []).some(({ type, depends_on_id, metadata }) => {
    if (type !== "waits-for") return false;
    const children = live.filter((each) => naiveParents(each, live, beads).includes(depends_on_id));
    if (metadata === '{"gate":"any-children"}' && children.some(isOver)) return false;
    return children.some((child) => child !== bead && isAlive(child));
  });
}

function naiveParents(bead: Bead, live: readonly Bead[], beads: Beads): string[] {
  const inTree = beads.parentOf(bead.id);
  const named = edges(bead, "parent-child").filter((id) => live.some((each) => each.id === id));
  return inTree === undefined ? named : [...named, inTree.id];
}

function naiveReady(bead: Bead, live: readonly Bead[], beads: Beads): boolean {
  const isLater = ({ defer_until }: Bead) => defer_until === "2026-04-01T00:00:00Z";
  const parents = live.filter(({ id }) => naiveParents(bead, live, beads).includes(id));
  return (
    bead.status === "open" &&
    bead.pinned !== true &&
    bead.ephemeral !== true &&
    bead.issue_type !== "gate" &&
    !isLater(bead) &&
    !naiveBlocked(bead, live, beads) &&
    !parents.some((parent) => isLater(parent) || naiveBlocked(parent, live, beads))
  );
}

/** All that beads say, in values that can be compared. */
function answers(beads: Beads): unknown {
  return {
    roots: beads.roots.map(({ id }) => id),
    each: beads.list.map(({ id }) => ({
      id,
      parent: beads.parentOf(id)?.id,
      depth: beads.depthOf(id),
      children: beads.childrenOf(id).map((child) => child.id),
      blocks: beads.blocks(id).map((blocked) => blocked.id),
      isBlocked: beads.isBlocked(id),
      isReady: beads.isReady(id),
      progress: beads.progressOf(id),
    })),
  };
}

test("the beads above one are those of the tree, where nothing makes a circle", () => {
  fc.assert(
    fc.property(randomBeads(), (list) => {
      const beads = makeBeads(list, NOW);
      for (const bead of beads.list) {
        const above: string[] = [];
        for (let at = beads.parentOf(bead.id); at !== undefined; at = beads.parentOf(at.id))
          above.push(at.id);
        const found = idsAbove(bead.id, (id) => beads.get(id));
        expect(found).not.toContain(bead.id);
        expect(new Set(found).size).toBe(found.length);
        // A circle is cut at its smallest id there; here it ends where it would begin again.
        expect(found.slice(0, above.length)).toEqual(above);
      }
    }),
    { numRuns: 500 },
  );
});
