import { expect, test } from "vitest";
import { makeStderrReader } from "./stderr.ts";

function read(chunks: readonly (string | Buffer)[], now: () => number = () => 0) {
  const lines: string[] = [];
  const reader = makeStderrReader((line) => lines.push(line), now);
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return { tail: reader.end(), lines };
}

test("lines are told without colours and links, a half one at the end", () => {
  const { lines, tail } = read([
    "\u001B[1ma\u001B[0m\nb",
    "\u001B]8;;http://x\u0007c\u001B]8;;\u0007\n",
    "\u001B[2K\nd",
  ]);
  expect(lines).toEqual(["a", "bc", "d"]);
  expect(tail).toBe("a\nbc\n\nd");
});

test("a line is cut at 8 KiB between characters, the tail at 64 KiB", () => {
  const { lines, tail } = read([`${"é".repeat(5000)}\nx${"é".repeat(50_000)}`]);
  expect(lines[0]).toBe(`${"é".repeat(4096)}…`);
  expect(lines[1]).toBe(`x${"é".repeat(4095)}…`);
  expect(tail).toBe("é".repeat(32 * 1024));
});

test("of a flood a second's share is told, and then whole lines again", () => {
  let now = 0;
  const flood = `${"x".repeat(1000)}\n`.repeat(60);
  const chunks = [flood, flood, `${flood}cut `, "off\nseen\n", "end\n"];
  const times = [0, 10, 20, 2000, 2010];
  const lines: string[] = [];
  const reader = makeStderrReader(
    (line) => lines.push(line),
    () => now,
  );
  for (const [index, chunk] of chunks.entries()) {
    now = times[index] ?? 0;
    reader.push(Buffer.from(chunk));
  }
  expect(lines).toHaveLength(122);
  expect(lines.slice(-2)).toEqual(["seen", "end"]);
  expect(reader.end().endsWith("cut off\nseen\nend\n")).toBe(true);
});

test("of many short lines a second's share is told", () => {
  expect(read(["y\n".repeat(1000)]).lines).toHaveLength(200);
});

test("a tail of a million single bytes is kept as well", () => {
  const { tail } = read(Array.from({ length: 1_000_000 }, (_, index) => String(index % 10)));
  expect(tail).toHaveLength(64 * 1024);
  expect(tail.endsWith("789")).toBe(true);
});
