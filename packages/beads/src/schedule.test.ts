import fc from "fast-check";
import { expect, test } from "vitest";
import { below, bead, blockedBy, leadsTo, NOW, randomBeads } from "./random-beads.testkit.ts";
import { makeBeads, type Beads } from "./relations.ts";
import { schedule } from "./schedule.ts";

test("a bead begins one wave after the last of those that block it, across all levels", () => {
  const beads = makeBeads(
    [
      bead("a", { status: "closed" }),
      bead("b", { dependencies: [blockedBy("a")] }),
      bead("e", { dependencies: [blockedBy("b")] }),
      bead("e.1"),
      bead("c", { dependencies: [blockedBy("a"), blockedBy("e")] }),
    ],
    NOW,
  );
  const { startOf } = schedule(beads);
  expect(["a", "b", "e", "e.1", "c"].map(startOf)).toEqual([0, 1, 2, 0, 3]);
});

test("a leaf takes a wave for each ten hours, a parent spans what is below it whatever its own start", () => {
  const beads = makeBeads(
    [
      bead("a", { estimated_minutes: 600 }),
      bead("e", { estimated_minutes: 60_000, dependencies: [blockedBy("a")] }),
      bead("e.1", { estimated_minutes: 601, dependencies: [blockedBy("a")] }),
      bead("e.2", { dependencies: [blockedBy("e.1")] }),
    ],
    NOW,
  );
  const { spanOf, waves } = schedule(beads);
  expect(spanOf("a")).toEqual({ offset: 0, count: 1 });
  expect(spanOf("e.1")).toEqual({ offset: 1, count: 2 });
  expect(spanOf("e")).toEqual({ offset: 1, count: 2 });
  expect(waves).toBe(3);
});

test("an estimate that cannot be meant makes no endless timeline", () => {
  const { spanOf } = schedule(
    makeBeads([bead("a", { estimated_minutes: 1e15 }), bead("b", { estimated_minutes: -9 })], NOW),
  );
  expect([spanOf("a").count, spanOf("b").count]).toEqual([100, 1]);
});

test("beads that block each other begin at once, and after what blocks them from outside", () => {
  const beads = makeBeads(
    [
      bead("a", { dependencies: [blockedBy("b")] }),
      bead("b", { dependencies: [blockedBy("a")] }),
      bead("c", { dependencies: [blockedBy("d"), blockedBy("first")] }),
      bead("d", { dependencies: [blockedBy("c")] }),
      bead("first"),
      bead("last", { dependencies: [blockedBy("a")] }),
    ],
    NOW,
  );
  const { startOf } = schedule(beads);
  expect(["a", "b", "c", "last"].map(startOf)).toEqual([0, 0, 1, 1]);
});

test("nothing is no wave", () => {
  const { startOf, spanOf, waves } = schedule(makeBeads([], NOW));
  expect([startOf("x"), spanOf("x"), waves]).toEqual([0, { offset: 0, count: 1 }, 0]);
});

test("every start is the least that its blockers leave, and every parent spans exactly its children", () => {
  fc.assert(
    fc.property(randomBeads(), (list) => {
      const beads = makeBeads(list, NOW);
      const { startOf, spanOf, waves } = schedule(beads);
      for (const { id } of beads.list) {
        const before = beads.blockersOf(id).filter((blocker) => !isOnCycle(id, blocker.id, beads));
        expect(startOf(id)).toBe(Math.max(0, ...before.map((blocker) => startOf(blocker.id) + 1)));
        const leaf = { offset: startOf(id), count: spanOf(id).count };
        const below = beads.childrenOf(id).map((child) => spanOf(child.id));
        const parts = below.length === 0 ? [leaf] : below;
        const { offset, count } = spanOf(id);
        expect(offset).toBe(Math.min(...parts.map((span) => span.offset)));
        expect(offset + count).toBe(Math.max(...parts.map((span) => span.offset + span.count)));
        expect(offset + count).toBeLessThanOrEqual(waves);
      }
    }),
    { numRuns: 500 },
  );
});

test("a chain as long as there are beads is followed to its end", () => {
  const chain = Array.from({ length: 10_000 }, (_, index) =>
    bead(`x-${index}`, {
      dependencies: index === 9_999 ? [] : [blockedBy(`x-${index + 1}`), below(`x-${index + 1}`)],
    }),
  );
  const { startOf, spanOf } = schedule(makeBeads(chain, NOW));
  expect(startOf("x-0")).toBe(9_999);
  expect(spanOf("x-9999")).toEqual({ offset: 9_999, count: 1 });
});

/** Whether the blocker also waits for what it blocks. */
function isOnCycle(id: string, blocker: string, beads: Beads): boolean {
  return leadsTo(blocker, id, (at) => beads.blockersOf(at).map((each) => each.id));
}
