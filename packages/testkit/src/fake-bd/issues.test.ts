import { expect, test } from "vitest";
import { exampleIssues } from "./examples.ts";
import { manyIssues } from "./many-issues.ts";

interface Row {
  readonly id: string;
  readonly status: string;
  readonly dependencies?: readonly { issue_id: string; depends_on_id: string; type: string }[];
}

const rowsOf = (count: number, seed?: number): Row[] => manyIssues(count, seed) as unknown as Row[];

test("the example has each oddity once", () => {
  const rows = exampleIssues() as unknown as Row[];
  const byId = new Map(rows.map((row) => [row.id, row]));
  expect(byId.size).toBe(rows.length);
  const [gone, kept] = byId.get("shop-two")!.dependencies!;
  expect(byId.get(gone!.depends_on_id)).toMatchObject({ status: "tombstone" });
  expect(byId.get(kept!.depends_on_id)).toMatchObject({ status: "open" });
  expect(byId.has(byId.get("shop-dng")!.dependencies![0]!.depends_on_id)).toBe(false);
  expect(JSON.stringify(byId.get("shop-big")).length).toBeGreaterThan(100_000);
  expect(byId.get("shop-k3x")).toMatchObject({
    comments: [{ id: expect.any(Number) }, { id: expect.any(String) }],
  });
});

test("a test may change its example without changing another's", () => {
  const [first] = exampleIssues();
  first!["title"] = "Changed";
  expect(exampleIssues()[0]).toMatchObject({ title: "Sell things" });
});

test("the same seed makes the same issues, another one others", () => {
  expect(manyIssues(200)).toEqual(manyIssues(200, 1));
  expect(manyIssues(200, 2)).not.toEqual(manyIssues(200));
  expect(manyIssues(300).slice(0, 200)).toEqual(manyIssues(200));
});

test("many issues are a tree of three levels without a circle, about three in five closed", () => {
  const rows = rowsOf(10_000);
  const place = new Map(rows.map((row, index) => [row.id, index]));
  expect(place.size).toBe(10_000);
  const depths = new Map<string, number>();
  for (const [index, { id, dependencies = [] }] of rows.entries()) {
    for (const edge of dependencies) {
      expect(edge.issue_id).toBe(id);
      expect(place.get(edge.depends_on_id)).toBeLessThan(index);
    }
    const parent = dependencies.find(({ type }) => type === "parent-child")?.depends_on_id;
    depths.set(id, parent === undefined ? 0 : depths.get(parent)! + 1);
  }
  expect(new Set(depths.values())).toEqual(new Set([0, 1, 2]));
  const closed = rows.filter(({ status }) => status === "closed").length;
  expect(closed).toBeGreaterThan(5_500);
  expect(closed).toBeLessThan(6_500);
  const isDotted = (row: Row): boolean => row.id.includes(".");
  const children = rows.filter(({ id }) => depths.get(id)! > 0);
  expect(children.some(isDotted) && !children.every(isDotted)).toBe(true);
  expect(
    rows.filter(({ dependencies = [] }) => dependencies.some(({ type }) => type === "blocks")).length,
  ).toBeGreaterThan(2_000);
});
