import fc from "fast-check";
import { expect, test } from "vitest";
import { readAnsi } from "../../../../ansi/read-ansi.ts";
import { findInLines } from "./find-in-lines.ts";
import { outputPieces, wrapped } from "./pieces.ts";
import { readTail } from "./tail.ts";

const texts = (lines: readonly { text: string }[]) => lines.map((line) => line.text);

test("the last lines are read, with how many stand before them, of a long output its end alone", () => {
  expect(readTail("1\n2\n3\n4\n5\n\n", 2)).toMatchObject({
    lines: [{ text: "4" }, { text: "5" }],
    before: 3,
  });
  expect(readTail("1\n2", 4)).toMatchObject({ lines: [{ text: "1" }, { text: "2" }], before: 0 });
  const long = Array.from({ length: 100_000 }, (_, at) => `line ${at}`).join("\n");
  const tail = readTail(long, 3);
  expect(texts(tail.lines)).toEqual(["line 99997", "line 99998", "line 99999"]);
  expect(tail.before).toBe(99_997);
});

test("a bar that is drawn over itself is one line, its last state", () => {
  const bar = Array.from({ length: 101 }, (_, at) => `\r\u001b[32m${at} %\u001b[0m`).join("");
  expect(texts(readTail(`start\n${bar}`, 8).lines)).toEqual(["start", "100 %"]);
});

test("text is found in any case, wherever a colour begins in it", () => {
  const lines = readAnsi("an \u001b[31mErr\u001b[0mor\nno\nERROR error");
  expect(findInLines(lines, "error")).toEqual([
    { line: 0, start: 3, end: 8 },
    { line: 2, start: 0, end: 5 },
    { line: 2, start: 6, end: 11 },
  ]);
  expect(findInLines(lines, "")).toEqual([]);
  const [first = { text: "", runs: [] }] = lines;
  expect(outputPieces(first, [{ start: 3, end: 8, isHere: true }])).toEqual([
    { text: "an ", classes: "", found: "" },
    { text: "Err", classes: "ansi-r", found: "here" },
    { text: "or", classes: "", found: "here" },
  ]);
});

test("a wrapped line is whole again when its rows are put together, colours with it", () => {
  const line = fc.stringMatching(/^[a-z 日]{0,60}$/);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.integer({ min: 1, max: 30 }), (lines, columns) => {
      const rows = wrapped(
        readAnsi(lines.map((each) => `\u001b[3${each.length % 8}m${each}`).join("\n")),
        columns,
      );
      const joined = (lines.length === 0 ? [""] : lines).map((_, at) =>
        rows.filter(({ of }) => of === at).map((row) => row.line.text),
      );
      expect(joined.map((parts) => parts.join(""))).toEqual(lines.length === 0 ? [""] : lines);
      for (const { line } of rows) {
        expect(line.text.length).toBeLessThanOrEqual(columns);
        expect(line.runs.reduce((sum, [length]) => sum + length, 0)).toBe(line.text.length);
      }
    }),
  );
});
