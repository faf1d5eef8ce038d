import type { FileDiff } from "@switchyard/core/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { diffRows } from "./diff-rows.ts";
import { changeOf } from "./file-change.ts";
import { inputDiffs } from "./input-diffs.ts";
import type { DiffLine } from "./line-diff.ts";

const diff = (change: Partial<FileDiff>): FileDiff => ({ path: "a.ts", oldText: "", newText: "", ...change });
const INLINE = { isSplit: false, opened: new Set<string>() };
const SPLIT = { isSplit: true, opened: new Set<string>() };
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}\n`);

test("unchanged stretches are left out but for three lines around a change, and shown when opened", () => {
  const before = numbered(1, 30);
  const change = changeOf([
    diff({ oldText: before.join(""), newText: before.with(15, "changed\n").join("") }),
  ]);
  const rows = diffRows(change, INLINE);
  expect(rows.map((row) => (row.kind === "gap" ? row.skipped : row.kind))).toEqual([
    12,
    ...Array.from({ length: 8 }, () => "line"),
    11,
  ]);
  const opened = new Set(rows.flatMap((row) => (row.kind === "gap" && row.id !== null ? [row.id] : [])));
  expect(diffRows(change, { isSplit: false, opened })).toHaveLength(31);
});

test("regions of a file stand apart by as many lines as their numbers tell, or by what is not known", () => {
  const regions = [
    diff({ oldText: "a\nb", newText: "a\nB", oldStart: 10, newStart: 10 }),
    diff({ oldText: "x\ny", newText: "x\nY", oldStart: 50, newStart: 50 }),
  ];
  const gap = (diffs: FileDiff[]) => diffRows(changeOf(diffs), INLINE).find((row) => row.kind === "gap");
  expect(gap(regions)).toEqual({ kind: "gap", skipped: 38, id: null });
  expect(changeOf(regions).isNumbered).toBe(true);
  const unnumbered = regions.map(({ path, oldText, newText }) => ({ path, oldText, newText }));
  expect(gap(unnumbered)).toEqual({ kind: "gap", skipped: null, id: null });
  expect(changeOf(unnumbered).isNumbered).toBe(false);
});

test("side by side each text is whole on its side, and what goes stands beside what comes for it", () => {
  const line = fc.constantFrom("a", "b", "", "c d");
  fc.assert(
    fc.property(fc.array(line, { maxLength: 14 }), fc.array(line, { maxLength: 14 }), (old, fresh) => {
      const text = (lines: string[]) => lines.map((each) => `${each}\n`).join("");
      const change = changeOf([diff({ oldText: text(old), newText: text(fresh) })]);
      const opened = new Set(Array.from({ length: 30 }, (_, at) => `0:${at}`));
      const rows = diffRows(change, { isSplit: true, opened });
      const side = (of: "left" | "right") =>
        rows.flatMap((row): DiffLine[] => (row.kind === "pair" && row[of] !== null ? [row[of]] : []));
      expect(side("left").map((each) => each.text)).toEqual(old);
      expect(side("right").map((each) => each.text)).toEqual(fresh);
    }),
  );
  const rows = diffRows(changeOf([diff({ oldText: "one\ntwo\n", newText: "eins\n" })]), SPLIT);
  expect(rows).toMatchObject([
    { left: { text: "one" }, right: { text: "eins" } },
    { left: { text: "two" }, right: null },
  ]);
});

test.each([
  [{ file_path: "a", old_string: "x", new_string: "y" }, [["a", "x", "y"]]],
  [{ file_path: "a", old_string: "", new_string: "y" }, [["a", null, "y"]]],
  [
    {
      file_path: "a",
      edits: [
        { old_string: "x", new_string: "y" },
        { old_string: "p", new_string: "" },
      ],
    },
    [
      ["a", "x", "y"],
      ["a", "p", ""],
    ],
  ],
  [{ file_path: "a", content: "all" }, [["a", null, "all"]]],
  [{ notebook_path: "n", cell_id: "1", new_source: "cell" }, [["n", null, "cell"]]],
  [{ path: "a", diff: [{ path: "a", oldText: "x", newText: "y" }] }, [["a", "x", "y"]]],
  [{ file_path: "a" }, []],
  [{ command: "ls", content: "x" }, []],
  ["text", []],
  [null, []],
])("what an input would change is read out of it (%#)", (input, changes) => {
  expect(inputDiffs(input).map(({ path, oldText, newText }) => [path, oldText, newText])).toEqual(changes);
});
