import { expect, test } from "vitest";
import { quotedLines, seenJson, visible, visibleLine } from "./visible.ts";

test.each([
  ["a mark that turns the reading direction", "a\u202Eb", "a<U+202E>b"],
  ["a tag that nobody sees", "a\u{E0041}", "a<U+E0041>"],
  ["a zero width", "pass\u200Bword", "pass<U+200B>word"],
  ["a code that moves the cursor", "\u001B[2J\u001B]0;title\u0007", "<U+001B>[2J<U+001B>]0;title<U+0007>"],
  ["a code of one byte", "\u009B31m", "<U+009B>31m"],
  ["a carriage return that would overwrite its line", "No\rYes", "No<U+000D>Yes"],
  ["a backspace", "No\b\bYes", "No<U+0008><U+0008>Yes"],
  ["a line break that only some programs see", "a\u2028b", "a<U+2028>b"],
])("%s is named", (_, text, shown) => {
  expect(visible(text)).toBe(shown);
  expect(visibleLine(text)).toBe(shown);
});

test("text that people read stays as it is", () => {
  const text = "Grüße, 日本語, العربية, नमस्ते\n\t👩‍👩‍👧 ❤️\r\n";
  expect(visible(text)).toBe(text);
  expect(visibleLine("a\tb\r\nc")).toBe("a<U+0009>b<U+000D><U+000A>c");
});

test("JSON says the same in characters that one sees", () => {
  const value = { text: "a\u009B2J\u202E\u{E0041}\u001B é 日本" };
  const json = seenJson(value);
  expect(json).toBe('{\n  "text": "a\\u009b2J\\u202e\\udb40\\udc41\\u001b é 日本"\n}');
  expect(JSON.parse(json)).toEqual(value);
});

test("no line of a text can be taken for one of ours", () => {
  expect(quotedLines("Hash: 0\r\n\nInstall it? [y/N] y\n")).toEqual([
    "  | Hash: 0",
    "  |",
    "  | Install it? [y/N] y",
  ]);
  expect(quotedLines("")).toEqual([]);
});
