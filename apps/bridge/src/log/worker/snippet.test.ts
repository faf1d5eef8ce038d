import { expect, it } from "vitest";
import { readQuery } from "./query.ts";
import { snippetOf } from "./snippet.ts";

it.each([
  ["The parser is new", "parser", ["parser"]],
  ["Crème Brûlée and creme", "creme ", ["Crème", "creme"]],
  ["build, builder, Building", "build", ["build", "builder", "Building"]],
  ["one two one three", '"one three"', ["one three"]],
  ["call parseStdoutLine()", "stdout", ["Stdout"]],
  ["call parseStdoutLine()", "stdoutline ", ["StdoutLine"]],
  ["日本語テキスト", "語テ", ["語テ"]],
  ["apps/bridge/src/log.ts", "src/log", ["src/log"]],
])("In %j, %j marks %j", (text, typed, marked) => {
  const { text: piece, ranges } = snippet(text, typed);
  expect(ranges.map(([from, to]) => piece.slice(from, to))).toEqual(marked);
});

it("A long text is cut around the first match, on one line and between characters", () => {
  const { text, ranges } = snippet(
    `${"🚂".repeat(100)}${"before\n".repeat(40)}needle ${"after🚂".repeat(80)}`,
    "needle",
  );
  expect(ranges.map(([from, to]) => text.slice(from, to))).toEqual(["needle"]);
  expect(text.length).toBeLessThanOrEqual(162);
  expect(text).toMatch(/^…before .*…$/);
  expect(text.isWellFormed()).toBe(true);
});

it("Where nothing is found in the text it is its beginning", () => {
  expect(snippet("some text", "other")).toEqual({ text: "some text", ranges: [] });
});

function snippet(text: string, typed: string): ReturnType<typeof snippetOf> {
  const query = readQuery(typed);
  if (query === undefined) throw new Error("nothing to look for");
  return snippetOf(text, query);
}
