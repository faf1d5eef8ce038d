import fc from "fast-check";
import { expect, test } from "vitest";
import { makeLineSplitter } from "./lines.ts";

/** Everything that a splitter tells of these chunks, in order. */
function split(chunks: readonly Buffer[], maxBytes = 1_000_000) {
  const told: ({ line: string } | { spilled: string; bytes: number } | { half: string })[] = [];
  const splitter = makeLineSplitter({
    maxBytes,
    onLine: (line) => told.push({ line }),
    openSpill() {
      const parts: Buffer[] = [];
      return {
        write: (bytes) => parts.push(bytes),
        end: (bytes) => told.push({ spilled: Buffer.concat(parts).toString("latin1"), bytes }),
      };
    },
  });
  for (const chunk of chunks) splitter.push(chunk);
  const half = splitter.end();
  if (half !== null) told.push({ half });
  return told;
}

function linesOf(text: string | Buffer): string[] {
  return split([Buffer.from(text)]).map((one) => ("line" in one ? one.line : ""));
}

test.each([
  ["a break of CR and LF is one break, an inner CR is kept", "a\r\nb\rc\n", ["a", "b\rc"]],
  ["empty lines are dropped, blanks are not", "\n\r\n\n \na\n", [" ", "a"]],
  ["a byte order mark is dropped at the start alone", "\uFEFFa\n\uFEFFb\n", ["a", "\uFEFFb"]],
  ["Unicode's own line breaks are text", "a\u2028b\u2029c\u0085d\n", ["a\u2028b\u2029c\u0085d"]],
  ["NUL is text", "a\0b\n", ["a\0b"]],
])("%s", (_title, text, lines) => {
  expect(linesOf(text)).toEqual(lines);
});

test("bytes that are not UTF-8, a lone surrogate's too, become replacement characters", () => {
  expect(linesOf(Buffer.from([0x61, 0xff, 0x62, 0x0a]))).toEqual(["a\uFFFDb"]);
  expect(linesOf(Buffer.from([0xed, 0xa0, 0x80, 0x0a]))[0]).toMatch(/^\uFFFD+$/);
});

test("what has no line break behind it is told at the end, and nothing where nothing is left", () => {
  expect(split([Buffer.from("a\nb")])).toEqual([{ line: "a" }, { half: "b" }]);
  expect(split([Buffer.from("a\n")])).toEqual([{ line: "a" }]);
  expect(split([])).toEqual([]);
});

test("a line of exactly the limit is a line, one byte more is spilled, a half one too", () => {
  expect(split([Buffer.from("12345\n")], 5)).toEqual([{ line: "12345" }]);
  expect(split([Buffer.from("123456\nab\n123456")], 5)).toEqual([
    { spilled: "123456", bytes: 6 },
    { line: "ab" },
    { spilled: "123456", bytes: 6 },
  ]);
});

const piece = fc.oneof(
  fc.constantFrom("\n", "\r\n", "\r", "\uFEFF", "\u2028", "é", "😀", "a", '{"type":"x"}'),
  fc.string({ unit: "grapheme" }),
);
const text = fc.oneof(
  fc.array(piece).map((pieces) => Buffer.from(pieces.join(""))),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);

test("however the bytes are cut, the lines are the same", () => {
  fc.assert(
    fc.property(text, fc.array(fc.nat(300)), fc.constantFrom(4, 20, 1_000_000), (bytes, cuts, maxBytes) => {
      const places = [...new Set(cuts.map((cut) => Math.min(cut, bytes.length)))].toSorted((a, b) => a - b);
      const chunks = [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
      expect(split(chunks, maxBytes)).toEqual(split([bytes], maxBytes));
    }),
    { numRuns: 500 },
  );
});

test("cut into single bytes the lines are the same", () => {
  fc.assert(
    fc.property(text, (bytes) => {
      const chunks = [...bytes].map((byte) => Buffer.from([byte]));
      expect(split(chunks)).toEqual(split([bytes]));
    }),
  );
});

test("a line of 50 MB in chunks of 64 KiB costs a few times what reading it once costs", () => {
  const chunk = Buffer.alloc(64 * 1024, "x");
  const chunks = [...Array.from({ length: 800 }, () => chunk), Buffer.from("\n")];
  const searched = timed(
    () => chunks.forEach((one) => one.indexOf("\n")) ?? Buffer.concat(chunks).toString(),
  );
  const splitting = timed(() => expect(split(chunks, 2 ** 30)).toHaveLength(1));
  expect(splitting).toBeLessThan(Math.max(searched * 10, 500));
});

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
