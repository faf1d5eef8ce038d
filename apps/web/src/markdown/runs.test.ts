import { expect, test } from "vitest";
import { piecesOf } from "./runs.ts";

test("runs and a marked range cut a line where either begins or ends", () => {
  const pieces = piecesOf(
    "const a = 1;",
    [
      [5, "kw"],
      [5, ""],
      [1, "nu"],
      [1, ""],
    ],
    [[4, 11]],
  );
  expect(pieces.map((piece) => piece.text).join("")).toBe("const a = 1;");
  expect(pieces).toContainEqual({ text: "t", syntax: "kw", marked: true });
  expect(pieces).toContainEqual({ text: "1", syntax: "nu", marked: true });
  expect(pieces.at(-1)).toEqual({ text: ";", syntax: "", marked: false });
});

test("each of several marked ranges is marked, and what lies between is not", () => {
  const pieces = piecesOf(
    "abcdef",
    [[3, "kw"]],
    [
      [0, 1],
      [2, 4],
    ],
  );
  expect(pieces.map(({ text, marked }) => (marked ? text.toUpperCase() : text))).toEqual([
    "A",
    "b",
    "C",
    "D",
    "ef",
  ]);
});

test("a line longer than its runs is shown to its end", () => {
  expect(piecesOf("abcdef", [[2, "kw"]], []).map((piece) => piece.text)).toEqual(["ab", "cdef"]);
});
