import fc from "fast-check";
import { expect, test } from "vitest";
import { criticalPath } from "./critical-path.ts";
import { bead, blockedBy, leadsTo, NOW, randomBeads } from "./random-beads.testkit.ts";
import { makeBeads, type Beads } from "./relations.ts";

test("the path has both its ends, and beads that are closed", () => {
  const beads = makeBeads(
    [
      bead("a", { status: "closed" }),
      bead("b", { dependencies: [blockedBy("a")] }),
      bead("c", { dependencies: [blockedBy("b")] }),
      bead("d", { dependencies: [blockedBy("a")] }),
    ],
    NOW,
  );
  expect(criticalPath(beads)).toEqual(["a", "b", "c"]);
});

test("of chains of one length the one whose ids come first is it", () => {
  const beads = makeBeads(
    [
      bead("x-9"),
      bead("x-10"),
      bead("y-10", { dependencies: [blockedBy("x-10"), blockedBy("x-9")] }),
      bead("y-2", { dependencies: [blockedBy("x-10"), blockedBy("x-9")] }),
    ],
    NOW,
  );
  expect(criticalPath(beads)).toEqual(["x-9", "y-2"]);
});

test("where none blocks another there is no path", () => {
  expect(criticalPath(makeBeads([bead("a"), bead("b", { dependencies: [blockedBy("gone")] })], NOW))).toEqual(
    [],
  );
});

test("beads that block each other are no path", () => {
  const cycle = [
    bead("a", { dependencies: [blockedBy("b")] }),
    bead("b", { dependencies: [blockedBy("a")] }),
  ];
  expect(criticalPath(makeBeads(cycle, NOW))).toEqual([]);
});

test("a cycle within a cycle is one cycle, however it is come upon", () => {
  const beads = makeBeads(
    [
      bead("a", { dependencies: [blockedBy("b")] }),
      bead("b", { dependencies: [blockedBy("c")] }),
      bead("c", { dependencies: [blockedBy("a"), blockedBy("b")] }),
      bead("d", { dependencies: [blockedBy("c")] }),
    ],
    NOW,
  );
  expect(criticalPath(beads)).toEqual(["c", "d"]);
});

test("each step is a blocks edge on no cycle, and there is no longer chain of these", () => {
  fc.assert(
    fc.property(randomBeads(), (list) => {
      const beads = makeBeads(list, NOW);
      const path = criticalPath(beads);
      for (const [index, id] of path.slice(1).entries())
        expect(stepsFrom(path[index] ?? "", beads)).toContain(id);
      const longest = Math.max(0, ...beads.list.map(({ id }) => longestFrom(id, beads)));
      expect(Math.max(0, path.length - 1)).toBe(longest);
    }),
    { numRuns: 500 },
  );
});

test("a chain as long as there are beads is followed to its end", () => {
  const chain = Array.from({ length: 10_000 }, (_, index) =>
    bead(`x-${index}`, { dependencies: index === 0 ? [] : [blockedBy(`x-${index - 1}`)] }),
  );
  expect(criticalPath(makeBeads(chain, NOW))).toHaveLength(10_000);
});

function blockedIds(id: string, beads: Beads): string[] {
  return beads.blocks(id).map((blocked) => blocked.id);
}

function stepsFrom(id: string, beads: Beads): string[] {
  return blockedIds(id, beads).filter((next) => !leadsTo(next, id, (at) => blockedIds(at, beads)));
}

/** By trying every way. */
function longestFrom(id: string, beads: Beads): number {
  return Math.max(0, ...stepsFrom(id, beads).map((next) => 1 + longestFrom(next, beads)));
}
