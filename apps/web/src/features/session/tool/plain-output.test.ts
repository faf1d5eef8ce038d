import { expect, test } from "vitest";
import { lastLines, plainOutput } from "./plain-output.ts";
import { shortPath, targetOf } from "./tool-facts.ts";

test.each([
  ["\u001b[1;32mok\u001b[0m done", "ok done"],
  ["\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007", "link"],
  ["10 %\r50 %\r100 %\n", "100 %\n"],
  ["a\r\nb\r\n", "a\nb\n"],
  ["bell\u0007 back\u0008", "bell back"],
  ["\u001b(B\u001b[?25lx", "x"],
])("%j reads %j", (output, text) => {
  expect(plainOutput(output)).toBe(text);
});

test("the last lines are shown, with how many stand before", () => {
  expect(lastLines("1\n2\n3\n4\n5\n", 2)).toEqual({ shown: "4\n5", before: 3 });
  expect(lastLines("1\n2", 4)).toEqual({ shown: "1\n2", before: 0 });
});

test("a tool's target is what it acts on, in one line, below the session's folder", () => {
  expect(targetOf({ input: { command: "npm\n  test" }, title: "t" })).toEqual({
    text: "npm test",
    isCode: true,
  });
  expect(targetOf({ input: { command: "cp \u202egpj.exe" }, title: "" }).text).toBe("cp \uFFFDgpj.exe");
  expect(targetOf({ input: null, title: "Do it" })).toEqual({ text: "Do it", isCode: false });
  expect(shortPath("/a/b/c.ts", "/a/b")).toBe("c.ts");
  expect(shortPath("/a/bc/c.ts", "/a/b")).toBe("/a/bc/c.ts");
});
