import { expect, test } from "vitest";
import { makeRandom } from "./index.ts";

const draw = (seed: number): number[] => {
  const random = makeRandom(seed);
  return Array.from({ length: 2_000 }, () => random.below(10));
};

test("the same seed draws the same numbers, and another one others", () => {
  expect(draw(7)).toEqual(draw(7));
  expect(draw(8)).not.toEqual(draw(7));
});

test("each number below the limit is drawn about as often as any other", () => {
  const counts = Object.values(Object.groupBy(draw(1), (number) => number));
  expect(counts).toHaveLength(10);
  for (const drawn of counts) expect(Math.abs((drawn?.length ?? 0) - 200)).toBeLessThan(60);
});

test("what a fork draws moves nothing of the source it came from", () => {
  const [alone, beside] = [makeRandom(3), makeRandom(3)];
  alone.fork();
  const fork = beside.fork();
  for (let index = 0; index < 5; index += 1) fork.below(9);
  expect(beside.below(1_000_000)).toBe(alone.below(1_000_000));
});
