import fc from "fast-check";
import { expect, test } from "vitest";
import { cutHunks, hunksOf } from "./hunks.ts";
import { countChanges, diffLines, MAX_EDITS } from "./line-diff.ts";

const text = fc
  .array(fc.constantFrom("a", "b", "c", "", "  d"), { maxLength: 25 })
  .map((lines) => lines.map((line) => `${line}\n`).join(""));

test("the lines of each side, read alone, give back each text, with numbers that count up", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const old = lines.filter((line) => line.kind !== "added");
      const fresh = lines.filter((line) => line.kind !== "removed");
      expect(old.map((line) => `${line.text}\n`).join("")).toBe(before);
      expect(fresh.map((line) => `${line.text}\n`).join("")).toBe(after);
      expect(old.map((line) => line.oldNumber)).toEqual(old.map((_, at) => at + 1));
      expect(fresh.map((line) => line.newNumber)).toEqual(fresh.map((_, at) => at + 1));
    }),
  );
});

test("no fewer changes are possible than those it finds", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { added, removed } = countChanges(diffLines(before, after));
      expect(added + removed).toBe(shortest(before.split("\n").slice(0, -1), after.split("\n").slice(0, -1)));
    }),
  );
});

test("a new file is all added", () => {
  expect(countChanges(diffLines(null, "a\nb\n"))).toEqual({ added: 2, removed: 0 });
});

test("the part of a line that changed is marked, and unlike lines are not", () => {
  const [removed, added] = diffLines("send(job);\n", "send(job).catch(log);\n");
  expect(removed?.mark).toBeNull();
  expect(added?.text.slice(...(added.mark ?? [0, 0]))).toBe(".catch(log)");
  expect(diffLines("alpha\n", "something else\n").every((line) => line.mark === null)).toBe(true);
});

test("texts that share nothing are shown as replaced, however long", () => {
  const before = Array.from({ length: 20_000 }, (_, at) => `old ${at}\n`).join("");
  const after = Array.from({ length: 20_000 }, (_, at) => `new ${at}\n`).join("");
  expect(countChanges(diffLines(before, after))).toEqual({ added: 20_000, removed: 20_000 });
  expect(MAX_EDITS).toBeLessThan(20_000);
});

test("unchanged stretches are left out but for three lines around a change, and said", () => {
  const before = Array.from({ length: 30 }, (_, at) => `${at}\n`);
  const after = before.with(15, "changed\n");
  const hunks = hunksOf(diffLines(before.join(""), after.join("")), 3);
  expect(hunks).toHaveLength(1);
  expect(hunks[0]?.skipped).toBe(12);
  expect(hunks[0]?.lines).toHaveLength(8);
  expect(cutHunks(hunks, 5)).toMatchObject({ rest: 3 });
});

function shortest(a: string[], b: string[]): number {
  const row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [at, line] of a.entries()) {
    let diagonal = row[0] ?? 0;
    row[0] = at + 1;
    for (const [to, other] of b.entries()) {
      const above = row[to + 1] ?? 0;
      row[to + 1] = line === other ? diagonal : 1 + Math.min(above, row[to] ?? 0);
      diagonal = above;
    }
  }
  return row[b.length] ?? 0;
}
