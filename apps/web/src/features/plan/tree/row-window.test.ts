import { expect, test } from "vitest";
import { makeRows, type PlanRow } from "../model/rows.ts";
import { keptTop, lastTop, rangeOf, topShowing } from "./row-window.ts";

const view = { top: 3200, height: 640, rowHeight: 32 };
const rows = (...ids: string[]) =>
  makeRows(
    ids.map((id): PlanRow => ({
      id,
      level: 1,
      isParent: false,
      isOpen: false,
      place: 1,
      siblings: 1,
      isMatch: true,
    })),
  );

test("the rows that are seen are in the page, and a few around them", () => {
  expect(rangeOf(10_000, view)).toEqual({ from: 92, to: 128 });
  expect(rangeOf(10_000, view, 0)).toEqual({ from: 100, to: 120 });
  expect(rangeOf(10_000, { ...view, top: 0 })).toEqual({ from: 0, to: 28 });
  expect(rangeOf(5, view)).toEqual({ from: 5, to: 5 });
  expect(rangeOf(10_000, { ...view, height: 0 })).toEqual({ from: 0, to: 60 });
});

test("a row is brought into view by the least way", () => {
  expect(topShowing(100, view)).toBe(3200);
  expect(topShowing(99, view)).toBe(99 * 32);
  expect(topShowing(120, view)).toBe(3232);
  expect(lastTop(10, view)).toBe(0);
});

test("what is looked at stays where it is, whatever comes and goes above it", () => {
  const before = rows("a", "b", "c", "d", "e", "f");
  const look = { top: 64, height: 96, rowHeight: 32, anchors: ["e"] };
  expect(keptTop(before, rows("x", "y", "a", "b", "c", "d", "e", "f"), look)).toBe(128);
  expect(keptTop(before, rows("c", "d", "e", "f"), look)).toBe(0);
  // What is not in view is no anchor: the first row that is seen is.
  expect(keptTop(before, rows("c", "d", "x", "e", "f"), { ...look, anchors: ["a", "f"] })).toBe(0);
  expect(keptTop(before, rows("d", "e"), { ...look, anchors: [] })).toBe(-32);
  expect(keptTop(before, rows("z"), look)).toBe(64);
});
