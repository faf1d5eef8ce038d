import type { BeadFilter } from "@switchyard/core/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { filterBeads } from "./filter.ts";
import { below, bead, blockedBy, NOW, randomBeads } from "./random-beads.testkit.ts";
import { makeBeads, type Beads } from "./relations.ts";

const context = { now: NOW, hasSession: (id: string) => id === "e.1.1" };

const project = makeBeads(
  [
    bead("e", { title: "The epic", status: "closed", closed_at: "2026-02-28T12:00:00Z" }),
    bead("e.1", { title: "Feature", owner: "Ann@example.com" }),
    bead("e.1.1", { title: "Find it", labels: ["Urgent"], status: "in_progress" }),
    bead("e.1.2", {
      title: "Done",
      status: "closed",
      closed_at: "2026-02-28T23:30:00Z",
      dependencies: [below("e.1")],
    }),
    bead("o", { title: "Other", description: "epic", dependencies: [blockedBy("e.1.1")] }),
    bead("p", { status: "blocked" }),
  ],
  NOW,
);

function shown(filter: BeadFilter, beads: Beads = project): string[] {
  return [...filterBeads(beads, filter, context)].toSorted();
}

test("no filter shows all", () => {
  expect(shown({})).toEqual(["e", "e.1", "e.1.1", "e.1.2", "o", "p"]);
  expect(shown({ filterText: "  ", state: "all", closedTimeFilter: "all" })).toHaveLength(6);
});

test.each([
  ["title", "FIND", "e.1.1"],
  ["id", "E.1.2", "e.1.2"],
  ["owner", "ann@", "e.1"],
  ["label", " urgent ", "e.1.1"],
])("a text is found in the %s, whatever its case", (_, filterText, id) => {
  expect(shown({ filterText, includeHierarchy: false })).toEqual([id]);
});

test("a text is not looked for in descriptions", () => {
  expect(shown({ filterText: "epic", includeHierarchy: false })).toEqual(["e"]);
});

test("the ancestors of what fits are shown, but for those that are hidden as closed", () => {
  expect(shown({ filterText: "find" })).toEqual(["e", "e.1", "e.1.1"]);
  expect(shown({ filterText: "find", hideClosed: true })).toEqual(["e.1", "e.1.1"]);
  expect(shown({ filterText: "find", closedTimeFilter: "6h" })).toEqual(["e.1", "e.1.1"]);
});

test("what is hidden as closed stays hidden, also if the text names it", () => {
  expect(shown({ filterText: "done", hideClosed: true })).toEqual([]);
});

test.each([
  ["1h", ["e.1.2"]],
  ["6h", ["e.1.2"]],
  ["24h", ["e", "e.1.2"]],
  ["30d", ["e", "e.1.2"]],
  ["older_than_6h", ["e"]],
] as const)("of the closed beads %s keeps those of that age", (closedTimeFilter, ids) => {
  expect(shown({ closedTimeFilter, state: "closed", includeHierarchy: false })).toEqual(ids);
});

test("an age exactly at its limit is within it, and what has no time it was closed at is always shown", () => {
  const beads = makeBeads(
    [
      bead("edge", { status: "closed", closed_at: "2026-02-28T18:00:00Z" }),
      bead("never", { status: "closed" }),
      bead("odd", { status: "closed", closed_at: "?" }),
    ],
    NOW,
  );
  expect(shown({ closedTimeFilter: "6h" }, beads)).toEqual(["edge", "never", "odd"]);
  expect(shown({ closedTimeFilter: "older_than_6h" }, beads)).toEqual(["never", "odd"]);
});

test.each([
  ["open", ["e.1", "e.1.1", "o", "p"]],
  ["ready", ["e.1"]],
  ["in_progress", ["e.1.1"]],
  ["blocked", ["o", "p"]],
  ["closed", ["e", "e.1.2"]],
] as const)("the state %s shows what is in it", (state, ids) => {
  expect(shown({ state, includeHierarchy: false })).toEqual(ids);
});

test("what blocks a bead need not be shown for it to count as blocked", () => {
  expect(shown({ state: "blocked", filterText: "other" })).toEqual(["o"]);
});

test("with sessions shows the beads that have one, below their ancestors", () => {
  expect(shown({ withSessions: true })).toEqual(["e", "e.1", "e.1.1"]);
  expect(filterBeads(project, { withSessions: true }, { now: NOW }).size).toBe(0);
});

test("the older names of the fields are taken, and the newer ones count where both are given", () => {
  expect(shown({ filter_text: "find", hide_closed: true })).toEqual(["e.1", "e.1.1"]);
  expect(shown({ filter_text: "find", filterText: "feature", include_hierarchy: false })).toEqual(["e.1"]);
  expect(shown({ closed_time_filter: "older_than_6h", include_hierarchy: false })).not.toContain("e.1.2");
});

const aFilter: fc.Arbitrary<BeadFilter> = fc.record(
  {
    filterText: fc.constantFrom("", "alpha", "a.1", "BOB", "core"),
    hideClosed: fc.boolean(),
    closedTimeFilter: fc.constantFrom("all", "1h", "6h", "24h", "7d", "30d", "older_than_6h"),
    includeHierarchy: fc.boolean(),
    state: fc.constantFrom("all", "open", "ready", "in_progress", "blocked", "closed"),
    withSessions: fc.boolean(),
  },
  { requiredKeys: [] },
);

test("a filter shows exactly what passes each of its parts alone, and the visible ancestors of that", () => {
  fc.assert(
    fc.property(randomBeads(), aFilter, (list, filter) => {
      const beads = makeBeads(list, NOW);
      const { includeHierarchy = true, hideClosed, closedTimeFilter, ...asked } = filter;
      const visible = partly({ hideClosed, closedTimeFilter }, beads);
      const parts = Object.entries(asked).map((part) => partly(Object.fromEntries([part]), beads));
      const fitting = visible.filter((id) => parts.every((part) => part.includes(id)));
      const above = visible.filter((id) => fitting.some((each) => ancestors(each, beads).includes(id)));
      const wanted = includeHierarchy ? new Set([...fitting, ...above]) : new Set(fitting);
      expect(shown(filter, beads)).toEqual([...wanted].toSorted());
    }),
    { numRuns: 1_000 },
  );
});

function partly(part: BeadFilter, beads: Beads): string[] {
  return shown({ ...part, includeHierarchy: false }, beads);
}

function ancestors(id: string, beads: Beads): string[] {
  const parent = beads.parentOf(id);
  return parent === undefined ? [] : [parent.id, ...ancestors(parent.id, beads)];
}
