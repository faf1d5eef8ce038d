import { makeBeads } from "@switchyard/beads";
import { expect, test } from "vitest";
import { bead, edges } from "../../../testing/beads.ts";
import { type DropPlace, dropRule, topmost } from "./drop-rules.ts";

const inB = bead("c.1", edges("c.1", { "parent-child": ["b"] }));
const beads = makeBeads([bead("a"), bead("a.1"), bead("a.1.1"), bead("a.2"), bead("b"), inB], 0);
const dropFault = (ids: readonly string[], place: DropPlace) => dropRule(ids, beads)(place);

test("no bead goes below itself, nor below what is below it", () => {
  expect(dropFault(["a"], { below: "a" })).toBe("isCircle");
  expect(dropFault(["a"], { below: "a.1.1" })).toBe("isCircle");
  expect(dropFault(["b", "a.1"], { below: "a.1.1" })).toBe("isCircle");
  expect(dropFault(["a"], { below: "b" })).toBeNull();
});

test("what is at a place already need not go there, unless others do", () => {
  expect(dropFault(["a.1"], { below: "a" })).toBe("isSame");
  expect(dropFault(["a", "b"], "top")).toBe("isSame");
  expect(dropFault(["a.1", "b"], { below: "a" })).toBeNull();
});

test("nothing goes to the top level that its id would leave where it is", () => {
  expect(dropFault(["a.1", "b"], "top")).toBe("isBound");
  expect(dropFault(["c.1"], "top")).toBeNull();
});

test("what is below another one that moves stays below it", () => {
  expect(topmost(["a.1.1", "a", "b"], beads)).toEqual(["a", "b"]);
  expect(topmost(["a.1.1", "a.2"], beads)).toEqual(["a.1.1", "a.2"]);
});
