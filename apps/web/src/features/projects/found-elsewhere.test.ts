import { expect, test } from "vitest";
import { foundElsewhere } from "./found-elsewhere.ts";

const path = "/home/ada/code/parcel-api";

test.each([
  ["/home/ada/code/parcel-api", false],
  ["/home/ada/code/parcel-api/", false],
  ["~/code/parcel-api", false],
  ["./parcel-api", false],
  ["parcel-api", false],
  [".", false],
  ["/home/ada/code/parcel-api/src/queue", true],
  ["~/code/parcel-api/src", true],
])("%s: elsewhere is %s", (typed, isElsewhere) => {
  expect(foundElsewhere(typed, { hasBeads: true, path })).toBe(isElsewhere);
});

test("a folder without a tracker is its own root", () => {
  expect(foundElsewhere("/somewhere/else", { hasBeads: false, path })).toBe(false);
});
