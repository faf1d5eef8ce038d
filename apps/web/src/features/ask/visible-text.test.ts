import fc from "fast-check";
import { expect, test } from "vitest";
import { inputParts } from "./input-parts.ts";
import { visibleText } from "./visible-text.ts";

const marks = (text: string) =>
  visibleText(text).flatMap((part) => (part.kind === "mark" ? [part.name] : []));

test.each([
  ["rm \u202egpj.exe", "RLO U+202E"],
  ["a\u2066b", "LRI U+2066"],
  ["a\u200bb", "ZWSP U+200B"],
  ["a\u00adb", "U+00AD"],
  ["a\ufeffb", "BOM U+FEFF"],
  ["a\u00a0b", "NBSP U+00A0"],
  ["a\u2003b", "U+2003"],
  ["a\u2028b", "U+2028"],
  ["a\rb", "CR U+000D"],
  ["a\u001b[2Jb", "ESC U+001B"],
  ["a\u0000b", "NUL U+0000"],
  ["a\u3164b", "U+3164"],
  ["a\ufe0fb", "U+FE0F"],
  ["a\u{e0041}b", "U+E0041"],
  ["a\u{e0100}b", "U+E0100"],
  ["a\ud800b", "U+D800"],
  ["a\u2800b", "U+2800"],
])("%j names its hidden character %s", (text, name) => {
  expect(marks(text)).toEqual([name]);
});

test("plain text, tabs, line breaks and other scripts are shown as they are", () => {
  const text = "npm run\n\techo 'grüße 日本語 🎉'";
  expect(visibleText(text)).toEqual([{ kind: "text", text }]);
});

test("nothing that is not a mark is lost", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = visibleText(text).reduce(
        (sum, part) => sum + (part.kind === "text" ? part.text.length : 0),
        0,
      );
      const hidden = visibleText(text).filter((part) => part.kind === "mark");
      const lengths = hidden.map((part) =>
        Number.parseInt(part.name.split("U+")[1] ?? "", 16) > 0xffff ? 2 : 1,
      );
      expect(shown + lengths.reduce((sum: number, length) => sum + length, 0)).toBe(text.length);
    }),
  );
});

test("every field of an input is shown in full, what it is about first", () => {
  const long = "x".repeat(100_000);
  expect(inputParts({ description: "d", command: long, timeout: 5, env: { A: "1" } })).toEqual([
    { label: "", text: long, tone: "plain" },
    { label: "description", text: "d", tone: "plain" },
    { label: "timeout", text: "5", tone: "plain" },
    { label: "env", text: '{\n  "A": "1"\n}', tone: "plain" },
  ]);
});
