import { array, assert as assertProperty, integer, nat, property } from "fast-check";
import { expect, test } from "vitest";
import { heightOf, OVERSCAN, rangeAround, rangeAtEnd, rowAt, type Sizes } from "./range.ts";

const rows = array(integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 300 });
const of = (heights: readonly number[]): Sizes => ({
  count: heights.length,
  of: (index) => heights[index] ?? 0,
});

test("the range around a row covers the view and what is kept ready, and not much more", () => {
  assertProperty(
    property(rows, nat(), integer({ min: -400, max: 600 }), (heights, pick, top) => {
      const sizes = of(heights);
      const index = pick % heights.length;
      const { from, to } = rangeAround(sizes, { index, top, height: 600, overscan: OVERSCAN });
      expect(from).toBeLessThanOrEqual(index);
      expect(to).toBeGreaterThan(index);
      const above = top - heightOf(sizes, { from, to: index });
      const below = top + heightOf(sizes, { from: index, to });
      expect(from === 0 || above <= -OVERSCAN).toBe(true);
      expect(to === heights.length || below >= 600 + OVERSCAN).toBe(true);
      expect(from === index || above + (heights[from] ?? 0) > -OVERSCAN).toBe(true);
    }),
  );
});

test("the range at the end reaches the last row", () => {
  assertProperty(
    property(rows, (heights) => {
      const { from, to } = rangeAtEnd(of(heights), { height: 500, overscan: OVERSCAN });
      expect(to).toBe(heights.length);
      expect(from === 0 || heightOf(of(heights), { from, to }) >= 500 + OVERSCAN).toBe(true);
    }),
  );
});

test("a view without a height holds the last rows, however many there are", () => {
  const { from, to } = rangeAtEnd(of(Array.from({ length: 5_000 }, () => 20)), {
    height: 0,
    overscan: OVERSCAN,
  });
  expect(to).toBe(5_000);
  expect(to - from).toBe(100);
  expect(rangeAround(of([]), { index: 0, top: 0, height: 300, overscan: OVERSCAN })).toEqual({
    from: 0,
    to: 0,
  });
});

test("the row at a height is found, and below them all it is the last", () => {
  const sizes = of([10, 20, 30]);
  expect(rowAt(sizes, 0)).toEqual({ index: 0, top: 0 });
  expect(rowAt(sizes, 29)).toEqual({ index: 1, top: 10 });
  expect(rowAt(sizes, 30)).toEqual({ index: 2, top: 30 });
  expect(rowAt(sizes, 999)).toEqual({ index: 2, top: 30 });
});
