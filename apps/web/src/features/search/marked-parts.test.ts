import { expect, test } from "vitest";
import { markedParts } from "./marked-parts.ts";

const shown = (text: string, ranges: [number, number][]) =>
  markedParts({ text, ranges })
    .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
    .join("");

test("what was searched for is marked, and the rest stands as it was", () => {
  expect(
    shown("retry the webhook, retry", [
      [0, 5],
      [19, 24],
    ]),
  ).toBe("[retry] the webhook, [retry]");
});

test("ranges that overlap, are out of order or reach too far lose no letter and repeat none", () => {
  expect(
    shown("abcdef", [
      [3, 99],
      [0, 2],
      [1, 4],
    ]),
  ).toBe("[ab][cd][ef]");
  expect(shown("abc", [[5, 7]])).toBe("abc");
  expect(shown("", [])).toBe("");
});
