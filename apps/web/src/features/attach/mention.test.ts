import { expect, test } from "vitest";
import { mentionAt, writtenMention } from "./mention.ts";

/** The caret stands where the | is. */
function at(marked: string) {
  const caret = marked.indexOf("|");
  return mentionAt(marked.replace("|", ""), caret);
}

test.each([
  ["@|", { from: 0, to: 1, query: "" }],
  ["see @src/a|", { from: 4, to: 10, query: "src/a" }],
  ["see (@src|/a.ts) now", { from: 5, to: 15, query: "src" }],
  ['@"my no|', { from: 0, to: 7, query: "my no" }],
  ['say @"my no|" twice', { from: 4, to: 12, query: "my no" }],
  ["mail ada@exam|", null],
  ["@done |", null],
  ['@"my note" |', null],
  ["a\n@b|", { from: 2, to: 4, query: "b" }],
] as const)("the mention being written in %j is found", (marked, expected) => {
  expect(at(marked)).toEqual(expected);
});

test("a file is written with a blank behind it, a folder so that its contents can follow, blanks in quotes", () => {
  expect(writtenMention({ path: "src/a.ts", isFolder: false })).toBe("@src/a.ts ");
  expect(writtenMention({ path: "src", isFolder: true })).toBe("@src/");
  expect(writtenMention({ path: "my notes/a b.md", isFolder: false })).toBe('@"my notes/a b.md" ');
  const folder = writtenMention({ path: "my notes", isFolder: true });
  expect(mentionAt(folder, folder.length)).toMatchObject({ query: "my notes/" });
});
