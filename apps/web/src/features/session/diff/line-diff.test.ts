import fc from "fast-check";
import { expect, test } from "vitest";
import { countChanges, diffLines, MAX_EDITS } from "./line-diff.ts";

const text = fc
  .array(fc.constantFrom("a", "b", "c", "", "  d"), { maxLength: 25 })
  .map((lines) => lines.map((line) => `${line}\n`).join(""));

test("the lines of each side, read alone, give back each text, with numbers that count up", () => {
  fc.assert(
    fc.property(text, text, fc.integer({ min: 1, max: 500 }), (before, after, oldStart) => {
      const lines = diffLines(before, after, { oldStart, newStart: 7 });
      const old = lines.filter((line) => line.kind !== "added");
      const fresh = lines.filter((line) => line.kind !== "removed");
      expect(old.map((line) => `${line.text}\n`).join("")).toBe(before);
      expect(fresh.map((line) => `${line.text}\n`).join("")).toBe(after);
      expect(old.map((line) => line.oldNumber)).toEqual(old.map((_, at) => at + oldStart));
      expect(fresh.map((line) => line.newNumber)).toEqual(fresh.map((_, at) => at + 7));
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

test("what goes stands before what comes, and no mark lies outside of its line", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      for (const [at, line] of lines.entries()) {
        expect(line.kind === "removed" && lines[at - 1]?.kind === "added").toBe(false);
        for (const [start, end] of line.marks) expect(line.text.slice(start, end)).toHaveLength(end - start);
      }
    }),
  );
});

test("a new file is all added", () => {
  expect(countChanges(diffLines(null, "a\nb\n"))).toEqual({ added: 2, removed: 0 });
});

test("the words of a line that changed are marked, and unlike lines are not", () => {
  const marked = (before: string, after: string) =>
    diffLines(before, after).map((line) => line.marks.map((mark) => line.text.slice(...mark)));
  expect(marked("send(job);\n", "send(job).catch(log);\n")).toEqual([[], [".catch(log)"]]);
  expect(marked("const a = one(x);\n", "let a = one(y);\n")).toEqual([
    ["const", "x"],
    ["let", "y"],
  ]);
  expect(marked("alpha\n", "something else\n")).toEqual([[], []]);
});

test("lines that differ in blanks alone are the same where blanks are ignored, and shown as they are now", () => {
  const lines = diffLines("if (a)\n\tb();\n", "if (a)\n    b();\n", { ignoresSpace: true });
  expect(lines.map(({ kind, text }) => [kind, text])).toEqual([
    ["same", "if (a)"],
    ["same", "    b();"],
  ]);
});

test("texts that share nothing are shown as replaced, however long", () => {
  const before = Array.from({ length: 20_000 }, (_, at) => `old ${at}\n`).join("");
  const after = Array.from({ length: 20_000 }, (_, at) => `new ${at}\n`).join("");
  expect(countChanges(diffLines(before, after))).toEqual({ added: 20_000, removed: 20_000 });
  expect(MAX_EDITS).toBeLessThan(20_000);
});

test("a long file with many small changes is compared line by line, and not replaced as a whole", () => {
  const before = Array.from({ length: 6_000 }, (_, at) => `value ${at}\n`);
  const after = before.map((line, at) => (at % 5 === 0 ? `other ${at}\n` : line)).toSpliced(3_000, 2);
  const lines = diffLines(before.join(""), after.join(""));
  expect(countChanges(lines)).toEqual({ added: 1_199, removed: 1_201 });
  expect(lines.filter((line) => line.kind !== "added").map((line) => `${line.text}\n`)).toEqual(before);
  expect(lines.filter((line) => line.kind !== "removed").map((line) => `${line.text}\n`)).toEqual(after);
});

test("a line of a megabyte is compared as a whole", () => {
  const [removed, added] = diffLines(`${"x;".repeat(500_000)}\n`, `${"x;".repeat(500_000)}y\n`);
  expect([removed?.marks, added?.marks]).toEqual([[], []]);
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
