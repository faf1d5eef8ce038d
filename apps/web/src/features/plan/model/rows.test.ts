import { makeBeads } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bead } from "../../../testing/beads.ts";
import { type DraftPlace, DRAFT_ID, planRows } from "./rows.ts";

const project = [
  bead("a", { issue_type: "epic" }),
  bead("a.1", { issue_type: "feature" }),
  bead("a.1.1"),
  bead("a.1.2"),
  bead("a.2"),
  bead("b", { priority: 3 }),
];

function rowsOf(list: readonly Bead[], { shown, matches, folded = [], draft = null }: Choice = {}) {
  const ids = new Set(shown ?? list.map(({ id }) => id as string));
  return planRows(makeBeads(list, 0), {
    shown: ids,
    matches: matches === undefined ? ids : new Set(matches),
    draft,
    isFolded: (id) => folded.includes(id),
  });
}
interface Choice {
  shown?: readonly string[];
  matches?: readonly string[];
  folded?: readonly string[];
  draft?: DraftPlace | null;
}

test("each bead stands below its parent, with its level and its place among its siblings", () => {
  const { list } = rowsOf(project);
  expect(list.map((row) => `${row.id} ${row.level} ${row.place}/${row.siblings}`)).toEqual([
    "a 1 1/2",
    "a.1 2 1/2",
    "a.1.1 3 1/2",
    "a.1.2 3 2/2",
    "a.2 2 2/2",
    "b 1 2/2",
  ]);
  expect(list.filter((row) => row.isParent).map((row) => row.id)).toEqual(["a", "a.1"]);
});

test("what is folded hides all that is below it", () => {
  const { list, at } = rowsOf(project, { folded: ["a.1"] });
  expect(list.map((row) => row.id)).toEqual(["a", "a.1", "a.2", "b"]);
  expect(list[1]).toMatchObject({ isParent: true, isOpen: false });
  expect(at("a.1.1")).toBe(-1);
  expect(at("a.2")).toBe(2);
});

test("what is left out has no row; what is below it stands below the nearest that has one", () => {
  const { list } = rowsOf(project, { shown: ["a", "a.1.2", "a.2"], matches: ["a.1.2"] });
  expect(list.map((row) => `${row.id} ${row.level} ${row.place}/${row.siblings} ${row.isMatch}`)).toEqual([
    "a 1 1/1 false",
    "a.1.2 2 1/2 true",
    "a.2 2 2/2 false",
  ]);
  expect(rowsOf(project, { shown: ["a.1.1"] }).list).toMatchObject([
    { id: "a.1.1", level: 1, isParent: false },
  ]);
});

test("every bead that is shown has one row when nothing is folded", () => {
  const ids = fc.uniqueArray(fc.stringMatching(/^[a-c](\.[1-3]){0,3}$/), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(ids, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (all, isShown) => {
      const shown = all.filter((_, index) => isShown[index]);
      const rows = rowsOf(
        all.map((id) => bead(id)),
        { shown },
      );
      expect(rows.ids.toSorted()).toEqual(shown.toSorted());
      for (const [index, id] of rows.ids.entries()) expect(rows.at(id)).toBe(index);
    }),
  );
});

test("a bead that is being written is the first below its parent, which is unfolded for it", () => {
  const { list, ids } = rowsOf(project, { folded: ["a.1"], draft: { parent: "a.1" } });
  expect(ids).toEqual(["a", "a.1", DRAFT_ID, "a.1.1", "a.1.2", "a.2", "b"]);
  expect(list.slice(2, 4).map((row) => `${row.level} ${row.place}/${row.siblings}`)).toEqual([
    "3 1/3",
    "3 2/3",
  ]);
  const [leaf, draft] = rowsOf(project, { draft: { parent: "b" } }).list.slice(-2);
  expect([leaf?.isOpen, draft?.id, draft?.level]).toEqual([true, DRAFT_ID, 2]);
});

test("one of the top level, or whose parent is not shown any more, is the first of all", () => {
  expect(rowsOf(project, { draft: { parent: null } }).ids[0]).toBe(DRAFT_ID);
  expect(rowsOf(project, { shown: ["b"], draft: { parent: "a.1" } }).ids).toEqual([DRAFT_ID, "b"]);
  expect(rowsOf(project, { draft: { parent: "gone" } }).ids[0]).toBe(DRAFT_ID);
  expect(rowsOf([], { draft: { parent: null } }).ids).toEqual([DRAFT_ID]);
});
