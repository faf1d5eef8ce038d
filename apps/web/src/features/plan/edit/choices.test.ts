import { makeBeads } from "@switchyard/beads";
import { expect, test } from "vitest";
import { bead, edges } from "../../../testing/beads.ts";
import { labelOptions, labelsIn, parentOptions, statusesOf } from "./choices.ts";

const beads = makeBeads(
  [
    bead("a", { labels: ["api"] }),
    bead("a.1", { labels: ["api", "ui"] }),
    bead("b", { status: "in_review", labels: ["docs"] }),
    bead("c", { status: "tombstone" }),
    bead("d", { status: "pinned" }),
    bead("e", edges("e", { "parent-child": ["a"] })),
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

test("what a text names is offered after the labels that hold it, where one of them is new or there are several", () => {
  expect(labelOptions(beads, ["a"], "ui").map(({ text }) => text)).toEqual(["ui"]);
  expect(labelOptions(beads, ["a"], " new , other,ui ").map(({ key }) => key)).toEqual(["new,other,ui"]);
  expect(labelOptions(beads, ["a"], "api,ui").map(({ key }) => key)).toEqual([]);
  expect(labelOptions(beads, ["b"], "api,ui").map(({ text }) => text)).toEqual(["Labels api, ui"]);
  expect(labelOptions(beads, ["a"], " , ")).toEqual([]);
});

test("what no tracker takes as a label is none", () => {
  expect(labelsIn(`a,,b ,a,${"x".repeat(300)}`)).toEqual(["a", "b"]);
});

test("parents are open beads to which they can be moved, those that are parents first", () => {
  expect(parentOptions(beads, ["b"], "").map(({ key }) => key)).toEqual(["a", "a.1", "d", "e"]);
  expect(parentOptions(beads, ["e"], "").map(({ key }) => key)).toEqual(["", "a.1", "b", "d"]);
  expect(parentOptions(beads, ["e"], "top").map(({ key }) => key)).toEqual([""]);
  // The dots in its id would leave it where it is.
  expect(parentOptions(beads, ["a.1"], "").map(({ key }) => key)).toEqual(["b", "d", "e"]);
  expect(parentOptions(beads, ["a"], "").map(({ key }) => key)).toEqual(["b", "d"]);
});
