import fc from "fast-check";
import { expect, test } from "vitest";
import { compareIds } from "./ids.ts";

test("numbers count as numbers, and a parent comes before what is below it", () => {
  const ordered = ["bp-9", "bp-9.1", "bp-9.1.1", "bp-9.2", "bp-9.10", "bp-10", "bp-10a", "bp-a", "bp-ab"];
  expect(ordered.toReversed().toSorted(compareIds)).toEqual(ordered);
});

test("all that is below one id stands together", () => {
  expect(["a-b", "a.1", "a", "a1", "a.1.1"].toSorted(compareIds)).toEqual(["a", "a.1", "a.1.1", "a1", "a-b"]);
});

test("leading zeros decide only where all else is equal", () => {
  expect(["x.1", "x.001", "x.2", "x.001.5"].toSorted(compareIds)).toEqual(["x.001", "x.1", "x.001.5", "x.2"]);
});

test("numbers that no number can hold are still ordered by their value", () => {
  expect(compareIds("a.90071992547409931", "a.90071992547409930")).toBeGreaterThan(0);
});

const anId = fc.string({ unit: fc.constantFrom("0", "1", "9", ".", "a", "-", "é", "Z"), maxLength: 6 });

test("it is a total order: equal only to itself, turned round by turning round, and transitive", () => {
  fc.assert(
    fc.property(anId, anId, anId, (a, b, c) => {
      expect(compareIds(a, b) === 0).toBe(a === b);
      expect(Math.sign(compareIds(a, b))).toBe(0 - Math.sign(compareIds(b, a)));
      const [first = "", second = "", third = ""] = [a, b, c].toSorted(compareIds);
      expect(compareIds(first, second)).toBeLessThanOrEqual(0);
      expect(compareIds(second, third)).toBeLessThanOrEqual(0);
      expect(compareIds(first, third)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 2_000 },
  );
});
