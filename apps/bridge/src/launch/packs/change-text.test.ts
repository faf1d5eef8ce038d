import { expect, test } from "vitest";
import { changeText } from "./change-text.ts";

test("a change is a unified diff in which nothing is unseen", () => {
  const lines = Array.from({ length: 12 }, (_, at) => `line ${at}\n`).join("");
  const after = lines.replace("line 6\n", "line 6\u202E\n");
  expect(changeText({ path: "a/chat.md", before: lines, after, change: "changed" })).toEqual([
    "--- a/chat.md",
    "+++ a/chat.md",
    "@@ -4,7 +4,7 @@",
    " line 3",
    " line 4",
    " line 5",
    "-line 6",
    "+line 6<U+202E>",
    " line 7",
    " line 8",
    " line 9",
  ]);
});

test("what is new and what is gone is shown whole", () => {
  expect(changeText({ path: "new.md", before: null, after: "a\nb", change: "added" })).toEqual([
    "--- /dev/null",
    "+++ new.md",
    "@@ -0,0 +1,2 @@",
    "+a",
    "+b",
  ]);
  expect(changeText({ path: "old.md", before: "a\n", after: null, change: "removed" })).toEqual([
    "--- old.md",
    "+++ /dev/null",
    "@@ -1,1 +0,0 @@",
    "-a",
  ]);
});

test("a change of line ends alone is seen", () => {
  expect(changeText({ path: "a.md", before: "a\n", after: "a\r\n", change: "changed" })).toContain(
    "+a<U+000D>",
  );
});

test("a file that is no text is named", () => {
  const [, , line] = changeText({ path: "a.wasm", before: null, after: null, change: "changed" });
  expect(line).toContain("no text");
});

test("a file that has changed altogether is shown as it is now", () => {
  const before = "a\n".repeat(2000);
  const after = Array.from({ length: 2000 }, (_, at) => `${at}\n`).join("");
  const lines = changeText({ path: "a.md", before, after, change: "changed" });
  expect(lines[2]).toContain("changed altogether");
  expect(lines).toHaveLength(2003);
  expect(lines.at(-1)).toBe("  | 1999");
});
