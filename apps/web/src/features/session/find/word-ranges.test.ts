import { expect, test } from "vitest";
import { wordRanges } from "./word-ranges.ts";

function found(html: string, words: readonly string[]): string[] {
  const root = document.createElement("div");
  root.innerHTML = html;
  return wordRanges(root, words).map(({ startContainer, startOffset, endOffset }) =>
    (startContainer.textContent ?? "").slice(startOffset, endOffset),
  );
}

test("words are found where one begins, in any case, the longest first", () => {
  expect(found("<p>Retry, <b>retrying</b>; a pretry</p>", ["retry", "retrying"])).toEqual([
    "Retry",
    "retrying",
  ]);
});

test("a word is text and no pattern, and none finds nothing", () => {
  expect(found("<p>a.b axb c++ [x]</p>", ["a.b", "c++", "[x]"])).toEqual(["a.b", "c++", "[x]"]);
  expect(found("<p>text</p>", [])).toEqual([]);
});
