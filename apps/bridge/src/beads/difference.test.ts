import { Bead } from "@switchyard/core/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { difference } from "./difference.ts";

test("what is new, what has changed and what is gone are told apart; the rest stays the very same", () => {
  const before = [bead("a"), bead("b"), bead("c")];
  const now = [bead("d"), bead("a"), bead("b", { status: "closed" })];
  const found = difference(before, now);
  expect(found.changed).toEqual([now[0], now[2]]);
  expect(found.removed).toEqual(["c"]);
  expect(found.beads[1]).toBe(before[0]);
});

test("fields in another order are no difference, labels and edges without a new time are one", () => {
  const edge = { issue_id: "a", depends_on_id: "b", type: "blocks" };
  const before = [bead("a", { labels: ["x"], dependencies: [edge] })];
  const turned = Bead.parse(Object.fromEntries(Object.entries(before[0] ?? {}).toReversed()));
  const same = difference(before, [turned]);
  expect(same).toEqual({ beads: before, changed: [], removed: [], texts: [] });
  expect(same.beads).toBe(before);
  expect(difference(before, [bead("a", { labels: ["y"], dependencies: [edge] })]).changed).toHaveLength(1);
  expect(difference(before, [bead("a", { labels: ["x"] })]).changed).toHaveLength(1);
});

test("another order of the beads alone changes none of them", () => {
  const before = [bead("a"), bead("b")];
  const found = difference(before, [bead("b"), bead("a")]);
  expect(found).toMatchObject({ changed: [], removed: [], beads: [{ id: "b" }, { id: "a" }] });
});

test.each([
  [{ title: "Other" }, false],
  [{ description: "Other" }, true],
  [{ notes: "Other" }, true],
  [{ comment_count: 2 }, true],
])("whether the texts of %o have changed is told", (some, isTold) => {
  const { texts } = difference([bead("a", { comment_count: 1 })], [bead("a", { comment_count: 1, ...some })]);
  expect(texts).toEqual(isTold ? ["a"] : []);
});

test("what was before and the difference make what is now", () => {
  const beads = fc
    .uniqueArray(
      fc.record({ id: fc.constantFrom("a", "b", "c", "d"), priority: fc.integer({ min: 0, max: 2 }) }),
      {
        selector: ({ id }) => id,
      },
    )
    .map((all) => all.map(({ id, priority }) => bead(id, { priority })));
  fc.assert(
    fc.property(beads, beads, (before, now) => {
      const { beads: left, changed, removed } = difference(before, now);
      expect(left).toEqual(now);
      const kept = before.filter(({ id }) => !removed.includes(id));
      const merged = new Map([...kept, ...changed].map((each) => [each.id, each]));
      expect(new Set(merged.values())).toEqual(new Set(now));
      for (const each of changed) expect(before).not.toContainEqual(each);
    }),
  );
});

function bead(id: string, some: object = {}): Bead {
  return Bead.parse({ id, title: id, status: "open", priority: 2, issue_type: "task", ...some });
}
