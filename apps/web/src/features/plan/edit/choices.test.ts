import { makeBeads } from "@switchyard/beads";
import { expect, test } from "vitest";
import { bead } from "../../../testing/beads.ts";
import { labelOptions, labelsIn, parentOptions, statusesOf } from "./choices.ts";

const beads = makeBeads(
  [
    bead("a", { labels: ["api"] }),
    bead("a.1", { labels: ["api", "ui"] }),
    bead("b", { status: "in_review", labels: ["docs"] }),
    bead("c", { status: "tombstone" }),
    bead("d", { status: "pinned" }),
  ],
  0,
);

test("the statuses are the tracker's and the project's own, closed last", () => {
  expect(statusesOf(beads)).toEqual(["open", "in_progress", "blocked", "deferred", "in_review", "closed"]);
});

test("labels that the beads have come first, and tell whether all or some have them", () => {
  const options = labelOptions(beads, ["a", "a.1"], "");
  expect(options.map(({ key, state }) => `${key} ${state}`)).toEqual(["api on", "ui some", "docs off"]);
  expect(labelOptions(beads, ["a"], "DO").map(({ key }) => key)).toEqual(["docs", "DO"]);
});

test("a label that is new is offered after those that hold its text, and not where it is there", () => {
  expect(labelOptions(beads, ["a"], "ui").map(({ text }) => text)).toEqual(["ui"]);
  expect(labelOptions(beads, ["a"], " new , other,ui ").map(({ key }) => key)).toEqual(["new,other"]);
  expect(labelOptions(beads, ["a"], " , ")).toEqual([]);
});

test("what no tracker takes as a label is none", () => {
  expect(labelsIn(`a,,b ,a,${"x".repeat(300)}`)).toEqual(["a", "b"]);
});

test("parents are open beads to which they can be moved, those that are parents first", () => {
  expect(parentOptions(beads, ["b"], "").map(({ key }) => key)).toEqual(["a", "a.1", "d"]);
  expect(parentOptions(beads, ["a.1"], "").map(({ key }) => key)).toEqual(["b", "d", ""]);
  expect(parentOptions(beads, ["a.1"], "top").map(({ key }) => key)).toEqual([""]);
  expect(parentOptions(beads, ["a"], "").map(({ key }) => key)).toEqual(["b", "d"]);
});
