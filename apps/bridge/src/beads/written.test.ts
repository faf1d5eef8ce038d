import { readBead } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import type { Snapshot } from "./read-whole.ts";
import { asInList, missedBy, withWritten } from "./written.ts";

test("what was written takes the place of what was read before, and what is new stands behind", () => {
  const after = withWritten(snapshot(bead("a"), bead("b")), byId(bead("b", { title: "B" }), bead("c")));
  expect(after.beads.map(({ id, title }) => [id, title])).toEqual([
    ["a", "a"],
    ["b", "B"],
    ["c", "c"],
  ]);
  expect(after.digest).toBeNull();
});

test("a reading that ran meanwhile counts only where it is newer", () => {
  const at = (second: number) => ({ updated_at: `2026-01-01T00:00:0${second}Z` });
  const read = snapshot(bead("a", at(1)), bead("b", at(3)), bead("c", at(2)));
  const written = byId(bead("a", at(2)), bead("b", at(2)), bead("c", at(2)), bead("d", at(2)));
  expect([...missedBy(read, written).keys()]).toEqual(["a", "c", "d"]);
  expect(withWritten({ failed: "no" }, written)).toEqual({ failed: "no" });
});

test("a bead that was read alone is as the list has it", () => {
  const listed = bead("a", { dependency_count: 1, dependent_count: 2, comment_count: 0 });
  const comments = [{ id: 1, author: "x", text: "t", created_at: "" }];
  const alone = bead("a", { title: "A", dependency_count: 7, epic_total_children: 3, comments });
  expect(asInList(alone, { beads: [listed] })).toEqual({ ...listed, title: "A", comment_count: 1 });
});

function bead(id: string, more: object = {}): Bead {
  return readBead({ id, title: id, priority: 2, ...more })!;
}

function byId(...beads: Bead[]): Map<Bead["id"], Bead> {
  return new Map(beads.map((each) => [each.id, each]));
}

function snapshot(...beads: Bead[]): Snapshot {
  const state: Snapshot["state"] = {
    source: "bd",
    stale: false,
    version: "1.3.0",
    note: null,
    faults: [],
    failed: false,
  };
  return { beads, state, program: null, digest: "x", jsonl: null, isServer: false };
}
