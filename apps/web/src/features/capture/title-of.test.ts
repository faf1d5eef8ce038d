import { expect, test } from "vitest";
import { titleOf } from "./title-of.ts";

test.each([
  ["Fix the retry.\n\nIt gives up.", "Fix the retry."],
  ["\n\n## Retry **twice** and `back off` ##\nmore", "Retry twice and back off"],
  ["- [ ] see [the guide](https://a.example/x) first", "see the guide first"],
  ["> 1. quoted _and_ numbered", "quoted and numbered"],
  ["```ts\nconst a = 1;\n```", "const a = 1;"],
  ["---\n***\nAfter the rules", "After the rules"],
  ["| a | b |\n", "| a | b |"],
  ["snake_case_name and 2 * 3 * 4 stay", "snake_case_name and 2 * 3 * 4 stay"],
  ["tabs\tand\u0000controls", "tabs and controls"],
  ["", ""],
  [" \n ```\n", ""],
])("the title of %j is %j", (text, title) => {
  expect(titleOf(text)).toBe(title);
});

test("a long line is cut at a word, and never within a character", () => {
  const words = titleOf("word ".repeat(40));
  expect(words.length).toBeLessThanOrEqual(80);
  expect(words).toMatch(/word…$/);
  const emoji = titleOf("🦊".repeat(200));
  expect(emoji).toBe(`${"🦊".repeat(39)}…`);
  expect(emoji.isWellFormed()).toBe(true);
});
