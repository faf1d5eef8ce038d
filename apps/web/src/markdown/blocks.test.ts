import fc from "fast-check";
import { expect, test } from "vitest";
import { type Block, createBlockSplitter } from "./blocks.ts";

const SAMPLE = [
  "# Title",
  "Some *prose*",
  "over two lines",
  "",
  "- one",
  "",
  "- two",
  "  ```sh",
  "  ls",
  "",
  "  ```",
  "",
  "1. a",
  "",
  "```ts",
  "const a = 1;",
  "",
  "~~~",
  "```",
  "| a | b |",
  "|---|---|",
  "| 1 | 2 |",
  "",
  "~~~~",
  "open to the end",
  "",
].join("\n");

function whole(text: string): Block[] {
  const splitter = createBlockSplitter();
  const rest = splitter.push(text);
  return [...splitter.closed, ...rest];
}

test("a text that streams in ends as the same blocks as the whole text, wherever it is cut", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          "```",
          "```ts",
          "~~~",
          "- a",
          "  b",
          "",
          "",
          "# h",
          "text",
          "| a |",
          "|--|",
          "1. x",
          "    code",
          "> q",
        ),
        {
          maxLength: 30,
        },
      ),
      fc.array(fc.nat(), { maxLength: 20 }),
      (lines, cuts) => {
        const text = lines.join("\n");
        const splitter = createBlockSplitter();
        for (const cut of cuts.map((at) => at % (text.length + 1)).toSorted((a, b) => a - b))
          splitter.push(text.slice(0, cut));
        const rest = splitter.push(text);
        expect([...splitter.closed, ...rest]).toEqual(whole(text));
      },
    ),
  );
});

test("no character that is not a fence or a blank line is left out", () => {
  const shown = whole(SAMPLE).map((block) => SAMPLE.slice(block.from, block.to));
  for (const line of SAMPLE.split("\n").filter((line) => line.trim() !== "" && !/^(```|~~~~)/.test(line))) {
    expect(shown.some((text) => text.includes(line))).toBe(true);
  }
});

test("lists stay whole over blank lines, and code takes its language and its text", () => {
  const blocks = whole(SAMPLE);
  expect(blocks.map((block) => block.kind)).toEqual(["prose", "prose", "prose", "code", "prose", "code"]);
  const [code] = blocks.filter((block) => block.kind === "code");
  expect(code?.lang).toBe("ts");
  expect(SAMPLE.slice(code?.from, code?.to)).toBe("const a = 1;\n\n~~~");
});

test("a fence that is still open is code already", () => {
  const [block] = whole("```py\nprint(1)");
  expect(block).toMatchObject({ kind: "code", lang: "py", from: 6, to: 14 });
});

test("a megabyte is read once: many small pushes take no longer than a few times one push", () => {
  const line = `${"word ".repeat(15)}\n`;
  const text = `${line.repeat(5)}\n`.repeat(2_800);
  expect(text.length).toBeGreaterThan(1_000_000);
  const splitter = createBlockSplitter();
  let still = 0;
  for (let end = 0; end < text.length; end += 1_000) still += splitter.push(text.slice(0, end)).length;
  splitter.push(text);
  expect(splitter.closed.length).toBeGreaterThan(2_700);
  // What may still change is never more than the last two blocks.
  expect(still).toBeLessThanOrEqual((text.length / 1_000 + 1) * 2);
});

test("a line of a megabyte is plain text, not parsed anew with every word", () => {
  expect(whole("x".repeat(1_000_000)).map((block) => block.kind)).toEqual(["plain"]);
});
