import { expect, test } from "vitest";
import { below, bead, blockedBy, NOW } from "./random-beads.testkit.ts";
import { makeBeads, narrowBeads } from "./relations.ts";

function idsOf(beads: readonly { id: string }[]): string[] {
  return beads.map(({ id }) => id);
}

test("the first parent that is there takes the bead, be the others before it gone", () => {
  const beads = makeBeads(
    [
      bead("dead", { status: "tombstone" }),
      bead("one"),
      bead("two"),
      bead("child", { dependencies: [below("dead"), below("nowhere"), below("two"), below("one")] }),
    ],
    NOW,
  );
  expect(beads.parentOf("child")?.id).toBe("two");
  expect(idsOf(beads.list)).toEqual(["child", "one", "two"]);
});

test("without a parent-child edge it is the `parent` that the tracker told, else the nearest prefix that is there", () => {
  const beads = makeBeads(
    [bead("a"), bead("b"), bead("a.1.1"), bead("a.2", { parent: "b" }), bead("c.1")],
    NOW,
  );
  expect(beads.parentOf("a.1.1")?.id).toBe("a");
  expect(beads.parentOf("a.2")?.id).toBe("b");
  expect(beads.parentOf("c.1")).toBeUndefined();
  expect(beads.depthOf("a.1.1")).toBe(1);
});

test("of a cycle of parents the smallest id is the root", () => {
  const beads = makeBeads(
    [
      bead("x-10", { dependencies: [below("x-9")] }),
      bead("x-9", { dependencies: [below("x-11")] }),
      bead("x-11", { dependencies: [below("x-10")] }),
      bead("self", { dependencies: [below("self")] }),
    ],
    NOW,
  );
  expect(idsOf(beads.roots)).toEqual(["self", "x-9"]);
  expect(beads.depthOf("x-11")).toBe(2);
});

test("siblings stand in the order of the work: blockers first, then priority, then id", () => {
  const beads = makeBeads(
    [
      bead("e.1", { priority: 0, dependencies: [blockedBy("e.10")] }),
      bead("e.2", { priority: 1 }),
      bead("e.10", { priority: 3 }),
      bead("e.3", { priority: 1 }),
      bead("e", { priority: 2 }),
    ],
    NOW,
  );
  expect(idsOf(beads.childrenOf("e"))).toEqual(["e.2", "e.3", "e.10", "e.1"]);
});

test("siblings that block each other come last, by their priority", () => {
  const beads = makeBeads(
    [
      bead("a", { priority: 1, dependencies: [blockedBy("b")] }),
      bead("b", { priority: 0, dependencies: [blockedBy("a")] }),
      bead("c", { priority: 4 }),
    ],
    NOW,
  );
  expect(idsOf(beads.roots)).toEqual(["c", "b", "a"]);
});

test("a blocker that is done, pinned or gone holds nothing up, one of any other status does", () => {
  const blockers = ["open", "deferred", "of-its-own", "closed", "done", "pinned"];
  const beads = makeBeads(
    [
      ...blockers.map((status) => bead(`by-${status}`, { status })),
      bead("a", {
        dependencies: [...blockers.map((status) => blockedBy(`by-${status}`)), blockedBy("gone")],
      }),
      bead("b", { dependencies: [blockedBy("gone"), blockedBy("by-closed"), blockedBy("b")] }),
    ],
    NOW,
  );
  expect(idsOf(beads.openBlockersOf("a"))).toEqual(["by-open", "by-deferred", "by-of-its-own"]);
  expect(beads.blockersOf("a")).toHaveLength(6);
  expect(idsOf(beads.blocks("by-closed"))).toEqual(["a", "b"]);
  expect([beads.isBlocked("a"), beads.isReady("a")]).toEqual([true, false]);
  expect([beads.isBlocked("b"), beads.isReady("b")]).toEqual([false, true]);
});

test("what waits for a bead waits for its children; with the gate `any-children` for the first that is closed", () => {
  const any = { ...blockedBy("e", "waits-for"), metadata: '{"gate":"any-children"}' };
  const beads = makeBeads(
    [
      bead("e"),
      bead("e.1", { status: "closed" }),
      bead("e.2"),
      bead("all", { dependencies: [blockedBy("e", "waits-for")] }),
      bead("any", { dependencies: [any] }),
    ],
    NOW,
  );
  expect(idsOf(beads.openBlockersOf("all"))).toEqual(["e.2"]);
  expect(beads.isBlocked("any")).toBe(false);
});

test("what its parent waits for holds a bead up too, while the parent itself does not", () => {
  const beads = makeBeads(
    [
      bead("b"),
      bead("e", { dependencies: [blockedBy("b")] }),
      bead("e.1"),
      bead("e.1.1"),
      bead("late", { defer_until: "2026-04-01T00:00:00Z" }),
      bead("late.1"),
    ],
    NOW,
  );
  expect(beads.list.filter(({ id }) => beads.isReady(id)).map(({ id }) => id)).toEqual(["b", "e.1.1"]);
  expect(beads.isBlocked("e.1")).toBe(false);
});

test.each([
  ["in progress", { status: "in_progress" }],
  ["called blocked by someone", { status: "blocked" }],
  ["pinned", { pinned: true }],
  ["ephemeral", { ephemeral: true }],
  ["of a type that is not work", { issue_type: "gate" }],
  ["deferred to later", { defer_until: "2026-04-01T00:00:00Z" }],
])("a bead that is %s is not ready", (_, fields) => {
  expect(makeBeads([bead("a", fields)], NOW).isReady("a")).toBe(false);
});

test("a time to wait for that has come, or is no time, holds nothing up", () => {
  const beads = makeBeads(
    [bead("a", { defer_until: "2026-03-01T00:00:00Z" }), bead("b", { defer_until: "soon" })],
    NOW,
  );
  expect([beads.isReady("a"), beads.isReady("b")]).toEqual([true, true]);
});

test("progress counts the leaves below, of a leaf itself", () => {
  const beads = makeBeads(
    [
      bead("e", { status: "closed" }),
      bead("e.1"),
      bead("e.1.1", { status: "closed" }),
      bead("e.1.2"),
      bead("e.2"),
    ],
    NOW,
  );
  expect(beads.progressOf("e")).toEqual({ closed: 1, total: 3 });
  expect(beads.progressOf("e.1.1")).toEqual({ closed: 1, total: 1 });
});

test("of an id that is not there nothing is said", () => {
  const beads = makeBeads([], NOW);
  expect(beads.get("x")).toBeUndefined();
  expect(beads.parentOf("x")).toBeUndefined();
  expect([
    beads.childrenOf("x"),
    beads.blockersOf("x"),
    beads.blocks("x"),
    beads.openBlockersOf("x"),
  ]).toEqual([[], [], [], []]);
  expect([beads.isBlocked("x"), beads.isReady("x"), beads.depthOf("x")]).toEqual([false, false, 0]);
  expect(beads.progressOf("x")).toEqual({ closed: 0, total: 0 });
});

test("narrowed, a bead stands below the nearest of its ancestors that is left, and still knows what it waits for", () => {
  const all = makeBeads(
    [
      bead("top"),
      bead("middle", { status: "closed", dependencies: [below("top")] }),
      bead("low", { dependencies: [below("middle"), blockedBy("other")] }),
      bead("other"),
    ],
    NOW,
  );
  const left = narrowBeads(all, new Set(["top", "low"]));
  expect(left.parentOf("low")?.id).toBe("top");
  expect(left.blockersOf("low")).toEqual([]);
  expect(idsOf(left.openBlockersOf("low"))).toEqual(["other"]);
  expect(idsOf(left.list)).toEqual(["low", "top"]);
});

test("a chain of 10,000 parents and of 10,000 blockers is no deeper than any other", () => {
  const chain = Array.from({ length: 10_000 }, (_, index) =>
    bead(
      `x-${index}`,
      index === 0 ? {} : { dependencies: [below(`x-${index - 1}`), blockedBy(`x-${index - 1}`)] },
    ),
  );
  const beads = makeBeads(chain, NOW);
  expect(beads.depthOf("x-9999")).toBe(9_999);
  expect(beads.progressOf("x-0")).toEqual({ closed: 0, total: 1 });
  expect(narrowBeads(beads, new Set(["x-0", "x-9999"])).parentOf("x-9999")?.id).toBe("x-0");
});
