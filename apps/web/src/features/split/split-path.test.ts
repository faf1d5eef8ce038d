import { expect, test } from "vitest";
import { fitting, paneIds, splitPath } from "./split-path.ts";

const [a, b, c, d, e] = [1, 2, 3, 4, 5].map((n) => `3c8a51c5-9a0e-4a52-8d2f-00000000000${n}`) as [
  string,
  string,
  string,
  string,
  string,
];

test("an address names each session once, at most four, and nothing that is no session", () => {
  expect(paneIds(a, undefined)).toEqual([a]);
  expect(paneIds(a, `${b},${a},../settings,${b},${c},${d},${e}`)).toEqual([a, b, c, d]);
});

test("the address of a split leads back to it", () => {
  expect(splitPath([a], false)).toBe(`/sessions/${a}`);
  expect(splitPath([a, b], true)).toBe(`/sessions/${a}?split=${b}&window=1`);
  const url = new URL(splitPath([a, b, c], false), "http://host");
  expect(paneIds(a, url.searchParams.get("split") ?? undefined)).toEqual([a, b, c]);
  expect(splitPath([], false)).toBe("/sessions");
});

test("where not all fit, the one with the focus is shown, in its place", () => {
  expect(fitting([a, b, c], c, 2)).toEqual([a, c]);
  expect(fitting([a, b, c], a, 2)).toEqual([a, b]);
  expect(fitting([a, b, c], undefined, 3)).toEqual([a, b, c]);
});
