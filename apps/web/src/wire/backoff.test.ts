import fc from "fast-check";
import { expect, test } from "vitest";
import { backoff } from "./backoff.ts";

test("tries are between half and all of a wait that doubles up to ten seconds", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, random) => {
        const whole = Math.min(10_000, 250 * 2 ** (attempt - 1));
        const wait = backoff(attempt, () => random);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(whole / 2));
        expect(wait).toBeLessThanOrEqual(whole);
      },
    ),
  );
});
