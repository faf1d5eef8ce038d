import fc from "fast-check";
import { expect, test } from "vitest";
import { amountOf, costWords, MOST_USD, raisedLimit } from "./format-usage.ts";

test("a cost says what is not in it, and that none is known", () => {
  expect(costWords({ costUsd: 1.84, turnsWithoutCost: 0 })).toBe("$1.84");
  expect(costWords({ costUsd: 1.84, turnsWithoutCost: 2 })).toBe("$1.84 + unknown");
  expect(costWords({ costUsd: null, turnsWithoutCost: 2 })).toBe("cost not known");
  expect(costWords({ costUsd: null, turnsWithoutCost: 0 })).toBe("");
});

test("an amount is what people write for one, and nothing else", () => {
  const amounts = ["5", "$2.50", " 0,75 ", "", "0", "-1", "1e3", "five", "."].map(amountOf);
  expect(amounts).toEqual([5, 2.5, 0.75, null, undefined, undefined, undefined, undefined, undefined]);
});

test("a raised limit is higher, leaves room, and is one that the bridge takes", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1000, noNaN: true }),
      fc.double({ min: 0, max: 5000, noNaN: true }),
      (limit, spent) => {
        const limitUsd = Math.round(limit * 100) / 100;
        const raised = raisedLimit({ limitUsd, spentUsd: spent });
        expect(raised).toBeGreaterThan(limitUsd);
        expect(raised).toBeGreaterThan(spent);
        expect(raised).toBeLessThanOrEqual(MOST_USD);
      },
    ),
  );
});
