import { expect, test } from "vitest";
import { DRAFT_ID, makeRows, type PlanRow } from "../model/rows.ts";
import { makeTypeAhead, treeAct, type TreePlace } from "./tree-keys.ts";

const row = (id: string, level: number, fold: "open" | "folded" | "leaf" = "leaf"): PlanRow => ({
  id,
  level,
  isParent: fold !== "leaf",
  isOpen: fold === "open",
  place: 1,
  siblings: 1,
  isMatch: true,
});
const rows = makeRows([
  row("a", 1, "open"),
  row("a.1", 2, "folded"),
  row("a.2", 2),
  row("a.3", 2, "folded"),
  row("b", 1, "folded"),
]);
const at = (active: string): TreePlace => ({ rows, active, perPage: 3 });
const press = (key: string, held: Partial<KeyboardEvent> = {}) => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  timeStamp: 0,
  ...held,
});
const go = (id: string) => ({ kind: "go", id });

test("arrows, J and K, Home, End and the page keys go from row to row", () => {
  expect(treeAct(press("ArrowDown"), at("a"))).toEqual(go("a.1"));
  expect(treeAct(press("j"), at("a"))).toEqual(go("a.1"));
  expect(treeAct(press("k"), at("a"))).toEqual(go("a"));
  expect(treeAct(press("ArrowUp"), at("b"))).toEqual(go("a.3"));
  expect(treeAct(press("End"), at("a"))).toEqual(go("b"));
  expect(treeAct(press("Home"), at("b"))).toEqual(go("a"));
  expect(treeAct(press("PageDown"), at("a.1"))).toEqual(go("b"));
  expect(treeAct(press("PageUp"), at("a.3"))).toEqual(go("a"));
});

test("the right arrow unfolds, then goes down; the left one folds, then goes up", () => {
  expect(treeAct(press("ArrowRight"), at("a.1"))).toEqual({ kind: "fold", ids: ["a.1"], isFolded: false });
  expect(treeAct(press("ArrowRight"), at("a"))).toEqual(go("a.1"));
  expect(treeAct(press("ArrowRight"), at("a.2"))).toBeUndefined();
  expect(treeAct(press("ArrowLeft"), at("a"))).toEqual({ kind: "fold", ids: ["a"], isFolded: true });
  expect(treeAct(press("ArrowLeft"), at("a.3"))).toEqual(go("a"));
});

test("a star unfolds the siblings, Enter opens, Space ticks", () => {
  expect(treeAct(press("*"), at("a.2"))).toEqual({ kind: "fold", ids: ["a.1", "a.3"], isFolded: false });
  expect(treeAct(press("Enter"), at("a.2"))).toEqual({ kind: "open", id: "a.2" });
  expect(treeAct(press(" "), at("a.2"))).toEqual({ kind: "tick", id: "a.2" });
});

test("Shift with the arrows ticks on the way, and A with Mod ticks all", () => {
  expect(treeAct(press("ArrowDown", { shiftKey: true }), at("a"))).toEqual({ kind: "tick-to", id: "a.1" });
  expect(treeAct(press("ArrowUp", { shiftKey: true }), at("b"))).toEqual({ kind: "tick-to", id: "a.3" });
  expect(treeAct(press("a", { ctrlKey: true }), at("b"))).toEqual({ kind: "tick-all" });
  expect(treeAct(press("a", { metaKey: true }), at("b"))).toEqual({ kind: "tick-all" });
});

test("the keys go over a row that is being written", () => {
  const written = makeRows([row(DRAFT_ID, 1), row("a", 1, "open"), row(DRAFT_ID, 2), row("a.1", 2)]);
  const from = (active: string): TreePlace => ({ rows: written, active, perPage: 1 });
  expect(treeAct(press("ArrowDown"), from("a"))).toEqual(go("a.1"));
  expect(treeAct(press("ArrowUp"), from("a.1"))).toEqual(go("a"));
  expect(treeAct(press("ArrowUp"), from("a"))).toEqual(go("a"));
  expect(treeAct(press("Home"), from("a.1"))).toEqual(go("a"));
});

test("a key with a modifier is another's", () => {
  expect(treeAct(press("ArrowDown", { ctrlKey: true }), at("a"))).toBeUndefined();
  expect(treeAct(press("j", { metaKey: true }), at("a"))).toBeUndefined();
});

const titles: Record<string, string> = {
  a: "Webhooks",
  "a.1": "Write the guide",
  "a.2": "Retry",
  "a.3": "Rotate the secret",
  b: "Wait",
};
const typing = () => makeTypeAhead((id) => titles[id] ?? "");

test("letters go to the next row whose title begins with them", () => {
  const type = typing();
  expect(type(press("r"), at("a")).id).toBe("a.2");
  expect(type(press("o", { timeStamp: 100 }), at("a.2")).id).toBe("a.3");
  expect(type(press("w", { timeStamp: 5000 }), at("a.3")).id).toBe("b");
  expect(type(press("w", { timeStamp: 5100 }), at("b")).id).toBe("a");
});

test("a letter that is a key of the page is that key, but for within a word", () => {
  const type = typing();
  expect(type(press("s"), at("a"))).toEqual({ isTaken: false, id: undefined });
  expect(type(press(" "), at("a")).isTaken).toBe(false);
  type(press("r"), at("a"));
  // No title begins so; still it is no order to start a session.
  expect(type(press("s", { timeStamp: 100 }), at("a.2"))).toEqual({ isTaken: true, id: undefined });
});
