import { expect, test } from "vitest";
import { findRows, listSource, MOST_ROWS } from "./find-rows.ts";
import { fitOf, soughtOf } from "./match.ts";

const fit = (text: string, query: string) => fitOf(text, soughtOf(query));

test("a text fits best where it begins with what is sought, then by the beginnings of words, then anywhere", () => {
  expect(fit("rotate the signing secret", "Rotate th")).toBe(0);
  expect(fit("rotate the signing secret", "sec sign")).toBe(1);
  expect(fit("retry pa-12.3", "12.3")).toBe(1);
  expect(fit("rotate the signing secret", "gning")).toBe(2);
  expect(fit("rotate the signing secret", "rotate shipments")).toBeNull();
});

test("neither case nor accents count", () => {
  expect(findRows([things(["Überall"])], "uber", recent).flatMap(({ rows }) => rows)).toHaveLength(1);
  expect(findRows([things(["Uberall"])], "ÜBER", recent).flatMap(({ rows }) => rows)).toHaveLength(1);
});

test("the kind with the best fit stands first, and the others keep their order", () => {
  const sources = [
    things(["Open the plan"], "actions"),
    things(["A plan"], "sessions"),
    things(["Plan"], "places"),
  ];
  expect(labels(findRows(sources, "plan", recent))).toEqual(["places", "actions", "sessions"]);
  expect(labels(findRows(sources, "", recent))).toEqual(["actions", "sessions", "places"]);
});

test("of one kind the better fit stands first, and of two that fit alike the one that was listed first", () => {
  const [group] = findRows([things(["Unlock", "b lock", "Lock b", "a lock", "Lock a"])], "lock", recent);
  expect(group?.rows.map(({ label }) => label)).toEqual(["Lock b", "Lock a", "b lock", "a lock", "Unlock"]);
});

test("with nothing sought, what was chosen last stands above all, once, and what is gone is left out", () => {
  const keys = ["sessions:two", "sessions:gone", "places:plan"];
  const groups = findRows([things(["one", "two"], "sessions"), things(["plan"], "places")], "", {
    label: "recent",
    keys,
  });
  expect(groups.map(({ label, rows }) => [label, ...rows.map((row) => row.label)])).toEqual([
    ["recent", "two", "plan"],
    ["sessions", "one"],
  ]);
});

test("no more rows are drawn than one looks through", () => {
  const many = Array.from({ length: 200 }, (_, at) => `thing ${at}`);
  const sources = ["a", "b", "c"].map((label) => things(many, label, 40));
  for (const query of ["", "thing"]) {
    const groups = findRows(sources, query, recent);
    expect(groups.map(({ rows }) => rows.length)).toEqual([40, MOST_ROWS - 40]);
  }
});

const recent = { label: "recent", keys: [] };

function things(names: readonly string[], label = "things", most = 10) {
  return listSource(names, {
    label,
    most,
    keyOf: (name) => `${label}:${name}`,
    textOf: (name) => name,
    rowOf: (name) => ({ label: name, icon: () => null, run: () => undefined }),
  });
}

function labels(groups: ReturnType<typeof findRows>): string[] {
  return groups.map(({ label }) => label);
}
