import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { criticalPath } from "./critical-path.ts";
import { readBeadLines } from "./lines.ts";
import { makeBeads } from "./relations.ts";
import { schedule } from "./schedule.ts";
import { viewModel } from "./view-model.ts";

const file = new URL("../../../../shared/data/beads-650.jsonl", import.meta.url);
const isAway = !existsSync(file);
const why = "../shared/data/beads-650.jsonl is not there";
const now = Date.parse("2026-03-01T00:00:00Z");

test("a real project has the tree, the blocked beads and the chain that are known of it", ({ skip }) => {
  skip(isAway, why);
  const { beads: list, faults, hasConflict } = readBeadLines(readFileSync(file, "utf8"));
  expect([list.length, faults, hasConflict]).toEqual([555, [], false]);
  const beads = makeBeads(list, now);
  expect(beads.roots).toHaveLength(86);
  const depths = list.map(({ id }) => beads.depthOf(id));
  const counts = [0, 1, 2, 3, 4].map((depth) => depths.filter((each) => each === depth).length);
  expect(counts).toEqual([86, 179, 286, 4, 0]);
  expect(list.filter(({ id }) => beads.isBlocked(id))).toHaveLength(29);
  expect(criticalPath(beads)).toHaveLength(13);
});

test("a real project's open beads are all there when its closed ones are hidden", ({ skip }) => {
  skip(isAway, why);
  const { beads } = readBeadLines(readFileSync(file, "utf8"));
  const { metadata } = viewModel(beads, { hideClosed: true }, { now });
  expect(metadata).toMatchObject({ totalBeads: 97, open: 90, inProgress: 7, closed: 0, blocked: 29 });
});

test("a real project has no cycle of blocks: every bead begins after all that block it", ({ skip }) => {
  skip(isAway, why);
  const beads = makeBeads(readBeadLines(readFileSync(file, "utf8")).beads, now);
  const { startOf } = schedule(beads);
  const edges = beads.list.flatMap(({ id }) =>
    beads.blockersOf(id).map((blocker) => [blocker.id, id] as const),
  );
  expect(edges.length).toBeGreaterThan(100);
  expect(edges.filter(([before, after]) => startOf(before) >= startOf(after))).toEqual([]);
});
