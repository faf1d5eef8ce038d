import { ProjectViewModel, type BeadFilter, type BeadNode } from "@switchyard/core/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { below, bead, blockedBy, NOW, randomBeads } from "./random-beads.testkit.ts";
import { makeBeads } from "./relations.ts";
import { viewModel } from "./view-model.ts";

const context = { now: NOW };

const project = [
  bead("e", { title: "Epic", issue_type: "epic", description: "long" }),
  bead("e.1", { title: "beta", priority: 3 }),
  bead("e.2", { title: "Alpha", priority: 1, dependencies: [blockedBy("e.1")], estimated_minutes: 1_200 }),
  bead("e.10", { title: "alpha", priority: 0, status: "closed", issue_type: "bug" }),
];

test("a node is its bead without long texts, with all that was computed of it", () => {
  const { roots } = viewModel(project, { collapsedIds: ["e"] }, context);
  expect(roots).toHaveLength(1);
  const { children, ...epic } = roots[0] ?? {};
  expect(epic).toEqual({
    id: "e",
    title: "Epic",
    status: "open",
    priority: 2,
    issue_type: "epic",
    isBlocked: false,
    isReady: true,
    isCritical: false,
    isCollapsed: true,
    blockingIds: [],
    cellOffset: 0,
    cellCount: 3,
  });
  expect(children?.find(({ id }) => id === "e.2")).toMatchObject({
    isBlocked: true,
    isReady: false,
    isCritical: true,
    blockingIds: ["e.1"],
    cellOffset: 1,
    cellCount: 2,
  });
});

test("the numbers are of what is shown; groups are not in the distribution", () => {
  const { metadata, distribution, criticalPath } = viewModel(project, {}, context);
  expect(metadata).toEqual({
    totalBeads: 4,
    ready: 2,
    open: 3,
    inProgress: 0,
    closed: 1,
    blocked: 1,
    totalDuration: 1,
  });
  expect(distribution).toEqual([
    { open: 1, inProgress: 0, closed: 1, blocked: 0 },
    { open: 1, inProgress: 0, closed: 0, blocked: 1 },
    { open: 1, inProgress: 0, closed: 0, blocked: 1 },
  ]);
  expect(criticalPath).toEqual(["e.1", "e.2"]);
});

test.each([
  [{ sortBy: "none" }, ["e.10", "e.1", "e.2"]],
  [{ sortBy: "priority", sortOrder: "none" }, ["e.10", "e.1", "e.2"]],
  [{ sortBy: "priority" }, ["e.10", "e.2", "e.1"]],
  [{ sortBy: "priority", sortOrder: "desc" }, ["e.1", "e.2", "e.10"]],
  [{ sortBy: "title", sortOrder: "asc" }, ["e.2", "e.10", "e.1"]],
  [{ sort_by: "title", sort_order: "desc" }, ["e.1", "e.10", "e.2"]],
  [{ sortBy: "type" }, ["e.10", "e.1", "e.2"]],
  [{ sortBy: "id" }, ["e.1", "e.2", "e.10"]],
] as const satisfies readonly (readonly [BeadFilter, readonly string[]])[])(
  "%j sorts siblings, ties by id",
  (filter, ids) => {
    expect(viewModel(project, filter, context).roots[0]?.children.map(({ id }) => id)).toEqual(ids);
  },
);

test("a blocker that the filter hides still blocks, while the waves are those of what is shown", () => {
  const { roots, criticalPath } = viewModel(project, { filterText: "e.2", includeHierarchy: false }, context);
  expect(roots).toMatchObject([
    { id: "e.2", isBlocked: true, isReady: false, blockingIds: ["e.1"], cellOffset: 0 },
  ]);
  expect(criticalPath).toEqual([]);
});

test("a bead whose closed parent is hidden does not vanish", () => {
  const list = [bead("top", { status: "closed" }), bead("low", { dependencies: [below("top")] })];
  expect(viewModel(list, { hideClosed: true }, context).roots.map(({ id }) => id)).toEqual(["low"]);
});

test("no bead is an empty view", () => {
  expect(viewModel([], {}, context)).toEqual({
    roots: [],
    criticalPath: [],
    metadata: { totalBeads: 0, ready: 0, open: 0, inProgress: 0, closed: 0, blocked: 0, totalDuration: 0 },
    distribution: [],
  });
});

const aFilter: fc.Arbitrary<BeadFilter> = fc.record(
  {
    filterText: fc.constantFrom("", "alpha", "a.1"),
    hideClosed: fc.boolean(),
    sortBy: fc.constantFrom("priority", "title", "type", "id", "none"),
    sortOrder: fc.constantFrom("asc", "desc", "none"),
  },
  { requiredKeys: [] },
);

test("the view is one of the wire, and the same in whatever order the beads come", () => {
  fc.assert(
    fc.property(randomBeads(), aFilter, (list, filter) => {
      const view = viewModel(list, filter, context);
      expect(ProjectViewModel.parse(view)).toEqual(view);
      expect(viewModel(list.toReversed(), filter, context)).toEqual(view);
    }),
    { numRuns: 300 },
  );
});

test("a view without a filter has every live bead once, and its numbers are those of its nodes", () => {
  fc.assert(
    fc.property(randomBeads(), (list) => {
      const { roots, metadata, distribution, criticalPath } = viewModel(list, {}, context);
      const nodes = roots.flatMap(withAllBelow);
      const live = makeBeads(list, NOW).list.map(({ id }) => id);
      expect(nodes.map(({ id }) => id).toSorted()).toEqual(live.toSorted());
      expect(metadata.totalBeads).toBe(nodes.length);
      expect(metadata.ready).toBe(nodes.filter(({ isReady }) => isReady).length);
      expect(metadata.blocked).toBe(nodes.filter(({ isBlocked }) => isBlocked).length);
      expect(nodes.filter(({ isCritical }) => isCritical)).toHaveLength(criticalPath.length);
      expect(distribution).toEqual(naiveDistribution(nodes));
    }),
    { numRuns: 300 },
  );
});

test("10,000 beads below each other are a view like any other", () => {
  const chain = Array.from({ length: 10_000 }, (_, index) =>
    bead(`x-${index}`, {
      dependencies: index === 0 ? [] : [below(`x-${index - 1}`), blockedBy(`x-${index - 1}`)],
    }),
  );
  const { roots, criticalPath, metadata } = viewModel(
    chain,
    { sortBy: "title", filterText: "x-9999" },
    context,
  );
  expect(roots).toHaveLength(1);
  expect(criticalPath).toHaveLength(10_000);
  expect(metadata.totalBeads).toBe(10_000);
});

function withAllBelow(node: BeadNode): BeadNode[] {
  return [node, ...node.children.flatMap(withAllBelow)];
}

function naiveDistribution(nodes: readonly BeadNode[]): unknown[] {
  const waves = Math.max(0, ...nodes.map(({ cellOffset, cellCount }) => cellOffset + cellCount));
  return Array.from({ length: waves }, (_, wave) => {
    const there = nodes.filter(
      (node) =>
        !["epic", "feature"].includes(node.issue_type) &&
        node.cellOffset <= wave &&
        wave < node.cellOffset + node.cellCount,
    );
    const count = (...statuses: readonly string[]) =>
      there.filter(({ status }) => statuses.includes(status)).length;
    return {
      open: count("open", "pending"),
      inProgress: count("in_progress"),
      closed: count("closed", "done"),
      blocked: there.filter(({ isBlocked }) => isBlocked).length,
    };
  });
}
