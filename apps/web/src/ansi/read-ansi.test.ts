import fc from "fast-check";
import { expect, test } from "vitest";
import { readAnsi, trimmedLines } from "./read-ansi.ts";

const ESC = "\u001b";
const text = (output: string) =>
  readAnsi(output)
    .map((line) => line.text)
    .join("\n");
/** The stretches of a line, each with its classes. */
function stretches(output: string): [string, string][] {
  const [line = { text: "", runs: [] }] = readAnsi(output);
  let at = 0;
  return line.runs.map(([length, classes]) => [line.text.slice(at, (at += length)), classes]);
}

test.each([
  [`${ESC}[1;32mok${ESC}[0m done`, "ok done"],
  [`${ESC}]8;;https://evil.example\u0007link${ESC}]8;;${ESC}\\ on`, "link on"],
  ["10 %\r50 %\r100 %\n", "100 %\n"],
  [`Loading...\r${ESC}[Kdone`, "done"],
  [`abcdef${ESC}[3D${ESC}[K!`, "abc!"],
  [`abcdef\r${ESC}[2Kx`, "x"],
  ["a\r\nb\r\n", "a\nb\n"],
  ["bell\u0007 back\b\bt", "bell batk"],
  [`${ESC}(B${ESC}[?25l${ESC}=x${ESC}7`, "x"],
  [`one\ntwo\n${ESC}[1A${ESC}[2Kthree\n`, "one\nthree\n"],
  [`a\nb\nc${ESC}[2F${ESC}[Jz`, "z"],
  [`kept${ESC}[2J${ESC}[Hnew`, "kept\nnew"],
  [`${ESC}[31`, ""],
  [`x${ESC}`, "x"],
  [`${ESC}Pq1;2${ESC}\\${ESC}_note${ESC}\\y`, "y"],
  [`\u009b31mred\u009b0m`, "red"],
  [`${ESC}]0;a title that never ends\nnext`, "\nnext"],
])("%j reads %j", (output, shown) => {
  expect(text(output)).toBe(shown);
});

test.each<[string, [string, string][]]>([
  [
    `${ESC}[31;1mred${ESC}[22m thin${ESC}[39m plain`,
    [
      ["red", "ansi-r ansi-bold"],
      [" thin", "ansi-r"],
      [" plain", ""],
    ],
  ],
  [`${ESC}[38;5;203mx${ESC}[m`, [["x", "ansi-r"]]],
  [`${ESC}[38;2;80;200;120;4mx`, [["x", "ansi-g ansi-underline"]]],
  [`${ESC}[38:2::80:120:250mx`, [["x", "ansi-b"]]],
  [`${ESC}[90mdim${ESC}[0;2mer`, [["dimer", "ansi-k"]]],
  [`${ESC}[97;41m FAIL `, [[" FAIL ", "ansi-on-r"]]],
  [`${ESC}[7;32m PASS `, [[" PASS ", "ansi-on-g"]]],
  [
    `${ESC}[7mx${ESC}[27;4:3my${ESC}[4:0mz`,
    [
      ["x", "ansi-inverse"],
      ["y", "ansi-underline"],
      ["z", ""],
    ],
  ],
  [`${ESC}[58;5;1;35mx`, [["x", "ansi-m"]]],
  [
    `abc\r${ESC}[32mB`,
    [
      ["B", "ansi-g"],
      ["bc", ""],
    ],
  ],
])("%j is shown in its colours", (output, shown) => {
  expect(stretches(output)).toEqual(shown);
});

test("however torn the output is, no control is left and the runs are as long as the text", () => {
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "\r",
      "\n",
      "\b",
      "\t",
      ESC,
      `${ESC}[`,
      `${ESC}]8;;`,
      `${ESC}[999C`,
      `${ESC}[99A`,
      `${ESC}[2J`,
    ),
    fc.stringMatching(/^\u001b\[[0-9;:?]{0,8}[A-Za-z]$/),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      for (const line of readAnsi(parts.join(""))) {
        expect(line.text).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/);
        expect(line.runs.reduce((sum, [length]) => sum + length, 0)).toBe(line.text.length);
      }
    }),
  );
});

test("text in colours reads as it does without them", () => {
  const words = fc.array(fc.stringMatching(/^[a-z é日\t]{0,6}$/), { maxLength: 30 });
  fc.assert(
    fc.property(words, fc.array(fc.integer({ min: 0, max: 110 }), { maxLength: 30 }), (parts, codes) => {
      const coloured = parts.map((part, at) => `${ESC}[${codes[at] ?? 0}m${part}`).join("\n");
      expect(text(coloured)).toBe(parts.join("\n"));
    }),
  );
});

test("an output as long as one can be does not grow by what it says of its size", () => {
  const greedy = `${ESC}[9999999C.${ESC}[9999999B\n`.repeat(500);
  const total = readAnsi(greedy).reduce((sum, line) => sum + line.text.length, 0);
  expect(total).toBeLessThan(2_000 * 502);
});

test("empty lines at the end are not shown", () => {
  expect(trimmedLines(readAnsi("a\n\nb\n \n\n")).map((line) => line.text)).toEqual(["a", "", "b"]);
});
