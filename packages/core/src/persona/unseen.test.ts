import { expect, test } from "vitest";
import { countUnseen, nameUnseen } from "./unseen.ts";

test.each([
  ["tags", "a\u{E0001}\u{E0041}\u{E007F}\u{E0000}", 4],
  ["direction marks", "\u202Eevil\u202C \u2066x\u2069 \u200E\u200F", 6],
  ["zero widths", "a\u200Bb\u2060c\uFEFFd\u200Ce", 4],
  ["soft hyphens and fillers", "a\u00ADb\u034F\u115F\u3164\uFFA0", 5],
  ["controls", "\u0000\u0007\u001b[2J\u0085\u007f a\rb", 6],
  ["selectors that carry hidden bytes", "a\u{E0100}\u{E01EF}\uFE01", 3],
  ["a joiner between Latin letters", "a\u200Db", 1],
])("%s are counted", (_, text, count) => {
  expect(countUnseen(text)).toBe(count);
});

test.each([
  ["line ends and tabs", "a\n\tb\r\nc"],
  ["emoji", "👩‍👩‍👧‍👦 🏳️‍🌈 ❤️ 👩🏽‍💻 1️⃣ ☎︎"],
  ["Persian", "می‌خواهم"],
  ["Hindi and Malayalam", "क्‍ष ന്‍"],
  ["Arabic signs", "\u0600١ \u06DD"],
  ["plain text of any script", "Grüße, 漢字, Ωμέγα – “yes”\u00A0…"],
])("%s are seen", (_, text) => {
  expect(countUnseen(text)).toBe(0);
});

test("what nobody sees is named, the rest stays", () => {
  expect(nameUnseen("a\u202Eb\u{E0041}\n", (each) => `<${each.codePointAt(0)?.toString(16)}>`)).toBe(
    "a<202e>b<e0041>\n",
  );
});

test("a long text is counted in no time", () => {
  expect(countUnseen("\u200B\u200Da ".repeat(100_000))).toBe(200_000);
});
