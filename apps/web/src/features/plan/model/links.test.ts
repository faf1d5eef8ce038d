import { makeBeads } from "@switchyard/beads";
import { expect, test } from "vitest";
import { bead, edges } from "../../../testing/beads.ts";
import { linkPath, linkPaths } from "./links.ts";
import { planRows } from "./rows.ts";
import { orderScale } from "./scale.ts";
import { findWaves } from "./waves.ts";

const list = [
  bead("a", { status: "closed", closed_at: "2026-11-24T12:00:00Z" }),
  bead("b", edges("b", { blocks: ["a"] })),
  bead("c", edges("c", { blocks: ["a", "b", "gone"] })),
];

function pathsOf(shown: readonly string[], look: { from: number; to: number }) {
  const beads = makeBeads(list, 0);
  const ids = new Set(shown);
  return linkPaths(beads, {
    rows: planRows(beads, { shown: ids, matches: ids, isFolded: () => false }),
    scale: orderScale(findWaves(beads, () => false)),
    critical: ["a", "b", "c"],
    rowHeight: 32,
    ...look,
  });
}
const count = (path: string) => path.split("M").length - 1;

test("each link is drawn once, those of the critical path apart", () => {
  const { plain, critical } = pathsOf(["a", "b", "c"], { from: 0, to: 3 });
  expect(count(plain)).toBe(1);
  expect(count(critical)).toBe(2);
});

test("a link shows while one of its ends is in view, and where both have a row", () => {
  expect(count(pathsOf(["a", "b", "c"], { from: 0, to: 1 }).critical)).toBe(1);
  expect(pathsOf(["a", "c"], { from: 0, to: 2 }).critical).toBe("");
  expect(count(pathsOf(["a", "c"], { from: 0, to: 2 }).plain)).toBe(1);
  expect(pathsOf(["b"], { from: 0, to: 1 })).toEqual({ plain: "", critical: "" });
});

test("a link bends between two bars, and goes round where the second begins before the first ends", () => {
  const ahead = linkPath({ row: 0, left: 14, right: 122 }, { row: 1, left: 134, right: 242 }, 32);
  expect(ahead).toBe("M122 16H126q4 0 4 4V44q0 4 4 4H134");
  const up = linkPath({ row: 1, left: 14, right: 122 }, { row: 0, left: 134, right: 242 }, 32);
  expect(up).toBe("M122 48H126q4 0 4 -4V20q0 -4 4 -4H134");
  const back = linkPath({ row: 0, left: 14, right: 122 }, { row: 2, left: 60, right: 90 }, 32);
  expect(back).toMatch(/^M122 16.*H60$/);
  expect(back).toContain("H56");
});
