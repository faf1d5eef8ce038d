import fc from "fast-check";
import { expect, test } from "vitest";
import { readBeadLines } from "./lines.ts";

function jsonl(...lines: readonly (string | object)[]): string {
  return lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
}

function idsIn(text: string): string[] {
  return readBeadLines(text).beads.map(({ id }) => id);
}

test("a bad line loses itself alone, and is named by its number", () => {
  const read = readBeadLines(jsonl({ id: "a" }, '{"id":"b', { id: "c" }, "[]", { title: "none" }));
  expect(read.beads.map(({ id }) => id)).toEqual(["a", "c"]);
  expect(read.faults).toEqual(["Line 2: not JSON.", "Line 4: not an issue.", "Line 5: no usable id."]);
  expect(read.hasConflict).toBe(false);
});

test("blank lines, other records, a header, tombstones, a byte order mark and CRLF are no faults", () => {
  const text = `\uFEFF${jsonl(
    { _schema: "beads-jsonl/1" },
    { id: "a", _type: "issue" },
    "",
    { _type: "memory", key: "k", value: "v" },
    { id: "b", status: "tombstone" },
    { id: "c" },
  ).replaceAll("\n", "\r\n")}\r\n`;
  expect(readBeadLines(text).faults).toEqual([]);
  expect(idsIn(text)).toEqual(["a", "c"]);
});

test("of two lines with one id the last counts, which is a fault", () => {
  const read = readBeadLines(jsonl({ id: "a", title: "old" }, { id: "b" }, { id: "a", title: "new" }));
  expect(read.beads.find(({ id }) => id === "a")?.title).toBe("new");
  expect(read.faults).toEqual(["Line 3: a is there once more; the last one counts."]);
});

test("a later tombstone takes a bead away, a later line brings it back", () => {
  expect(idsIn(jsonl({ id: "a" }, { id: "a", status: "tombstone" }))).toEqual([]);
  expect(idsIn(jsonl({ id: "a", status: "tombstone" }, { id: "a" }))).toEqual(["a"]);
});

test("a conflict of git is told, and both sides are read", () => {
  const read = readBeadLines(
    jsonl({ id: "a" }, "<<<<<<< HEAD", { id: "b" }, "=======", { id: "c" }, ">>>>>>> other"),
  );
  expect(read.hasConflict).toBe(true);
  expect(read.beads.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  expect(read.faults[0]).toBe("Line 2: a conflict of git is not resolved.");
});

test("no more than 20 faults are told, and all good lines are read", () => {
  const read = readBeadLines(jsonl(...Array<string>(50).fill("?"), { id: "a" }));
  expect(read.faults).toHaveLength(20);
  expect(read.beads).toHaveLength(1);
});

test("JSON's own line separators and escapes are part of a line", () => {
  const [bead] = readBeadLines('{"id":"a","title":"one\u2028two \\u0026 three"}').beads;
  expect(bead?.title).toBe("one\u2028two & three");
});

test("no text throws, and a good line among whatever others is read", () => {
  const noise = fc.array(fc.oneof(fc.string(), fc.json(), fc.anything().map(inJson)), { maxLength: 8 });
  fc.assert(
    fc.property(noise, noise, (before, after) => {
      const read = readBeadLines(jsonl(...before, "", { id: "the-one" }, ...after));
      expect(read.beads.some(({ id }) => id === "the-one")).toBe(true);
      expect(read.faults.length).toBeLessThanOrEqual(20);
    }),
  );
});

function inJson(value: unknown): string {
  return JSON.stringify(value) ?? "";
}
