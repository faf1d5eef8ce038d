import { expect, test } from "vitest";
import { inputParts } from "./input-parts.ts";

const text = (input: unknown) => inputParts(input).map(({ label, text }) => [label, text]);

test("what a request is about stands first, all else under the input's own names", () => {
  expect(text({ timeout: 5, command: "npm test" })).toEqual([
    ["", "npm test"],
    ["timeout", "5"],
  ]);
});

test("changes of files are shown as what goes and what comes, with their paths once", () => {
  const oldText = "1\n2\n3\n4\n5\n6\n";
  const diff = [{ path: "/a.md", oldText, newText: oldText.replace("6", "six") }];
  expect(text({ title: "Edit a.md", paths: ["/a.md"], diff })).toEqual([
    ["", "Edit a.md"],
    ["", "/a.md"],
    ["2 unchanged lines", ""],
    ["", "3\n4\n5"],
    ["removed", "6"],
    ["added", "six"],
  ]);
});

test("a path that the change names in full is not said twice", () => {
  const diff = [{ path: "/home/ada/a.md", oldText: null, newText: "1\n" }];
  expect(text({ path: "a.md", line: "1", diff })).toEqual([
    ["line", "1"],
    ["", "/home/ada/a.md"],
    ["added", "1"],
  ]);
  expect(text({ path: "b.md", diff })[0]).toEqual(["", "b.md"]);
  expect(text({ path: "a.md", command: "a.md", diff })[0]).toEqual(["", "a.md"]);
});

test("paths that no change names stay, a line each", () => {
  expect(text({ title: "Move", paths: ["/a", "/b"] })).toEqual([
    ["", "Move"],
    ["paths", "/a\n/b"],
  ]);
});

test("a diff that is no list of file changes is shown as it came", () => {
  expect(text({ diff: "@@ -1 +1 @@" })).toEqual([["diff", "@@ -1 +1 @@"]]);
  expect(text({ diff: [] })).toEqual([["diff", "[]"]]);
});
