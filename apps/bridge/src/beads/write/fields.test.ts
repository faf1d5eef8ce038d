import type { BeadPatch } from "@switchyard/core/protocol";
import { readBead } from "@switchyard/beads";
import { expect, test } from "vitest";
import { fieldsOf, unlike } from "./fields.ts";
import { argument, fieldFlags, labelFlags } from "./flags.ts";

const bead = readBead({
  id: "ab-1",
  title: "It",
  status: "open",
  priority: 2,
  issue_type: "task",
  description: "one\ntwo\n",
  labels: ["a", "b"],
  due_at: "2026-12-01T10:00:00.123456+01:00",
  defer_until: "0001-01-01T00:00:00Z",
  dependencies: [{ depends_on_id: "ab-0", type: "parent-child" }],
})!;

test.each<BeadPatch>([
  { title: " It " },
  { description: "one\r\ntwo" },
  { labels: ["b", "a", "b"] },
  { due_at: "2026-12-01T09:00:00Z" },
  { due_at: "2026-12-01" },
  { defer_until: null },
  { design: null, notes: "", estimated_minutes: null, assignee: null },
  { estimated_minutes: 0 },
])("a bead is what a patch says, however it is written: %o", (patch) => {
  expect(fieldsOf(unlike(bead, patch))).toEqual([]);
});

test("what differs is what is left of a patch", () => {
  const patch: BeadPatch = {
    title: "it",
    status: "open",
    priority: 0,
    description: null,
    labels: ["a"],
    due_at: "2026-12-01T09:00:01Z",
    defer_until: "2026-12-05",
    parent: null,
  };
  const { status: _same, ...others } = patch;
  expect(unlike(bead, patch)).toEqual(others);
});

test("a field is set by a flag that no value can be taken for another, and emptied by an empty one", () => {
  const fields: BeadPatch = {
    title: "--help",
    design: "-f\n",
    notes: null,
    estimated_minutes: null,
    priority: 0,
  };
  expect(fieldFlags(BD, fields).args).toEqual([
    "--title=--help",
    "--priority=0",
    "--design=-f\n",
    "--notes=",
    "--estimate=0",
  ]);
});

test("a description that no argument takes is piped, where the program reads it", () => {
  const description = "ä".repeat(60_000);
  expect(fieldFlags(BD, { description })).toEqual({ args: ["--body-file=-"], stdin: description });
  expect(() => fieldFlags({ ...BD, name: "br" }, { description })).toThrow("has 120 KB");
  expect(() => argument("notes", "ä".repeat(60_000))).toThrow("(notes) has 120 KB");
});

test("a label with a quote is one label in a list that is CSV", () => {
  expect(labelFlags(BD, "add-label", ['a "b"', "c d"])).toEqual(['--add-label="a ""b""",c d']);
  expect(labelFlags({ ...BD, name: "br" }, "add-label", ['"'])).toEqual(['--add-label="']);
});

const BD = { name: "bd", path: "/bin/bd", version: "1.3.0" } as const;
