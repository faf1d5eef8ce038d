import { Bead, LONG_BEAD_TEXTS } from "@switchyard/core/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { outlineOf } from "./outline.ts";
import { readBead } from "./record.ts";

test("what is always there has a value where it is missing", () => {
  expect(readBead({ id: "x-1" })).toEqual({
    id: "x-1",
    title: "x-1",
    status: "open",
    priority: 2,
    issue_type: "task",
  });
});

test("unknown fields, statuses and types are kept as they are", () => {
  const raw = {
    id: "x-1",
    title: "T",
    status: "hooked",
    priority: 0,
    issue_type: "spike",
    mol_type: "swarm",
  };
  expect(readBead(raw)).toEqual(raw);
});

test("a field of another type than it should be loses itself alone, and null is none", () => {
  const read = readBead({
    id: "x-1",
    title: 7,
    status: null,
    description: ["no text"],
    notes: "kept",
    owner: null,
    labels: ["ui", 3, ""],
    estimated_minutes: "long",
    metadata: "junk",
    pinned: "yes",
  });
  expect(read).toEqual({
    id: "x-1",
    title: "x-1",
    status: "open",
    priority: 2,
    issue_type: "task",
    notes: "kept",
    labels: ["ui"],
  });
});

test.each([
  [-3, 0],
  [9, 4],
  [1.4, 1],
  ["P1", 1],
  ["3", 3],
  ["high", 2],
  [Number.NaN, 2],
  [null, 2],
])("the priority %j is read as %i", (told, read) => {
  expect(readBead({ id: "x-1", priority: told })?.priority).toBe(read);
});

test.each([
  ["not an object", "x-1"],
  ["a list", [{ id: "x-1" }]],
  ["nothing", null],
  ["without an id", { title: "T" }],
  ["with an empty id", { id: "" }],
  ["with a number as id", { id: 7 }],
  ["with an id that is far too long", { id: "x".repeat(257) }],
  ["a memory", { _type: "memory", id: "x-1", key: "k", value: "v" }],
  ["a tombstone", { id: "x-1", status: "tombstone" }],
])("%s is no bead", (_, raw) => {
  expect(readBead(raw)).toBeNull();
});

test("edges are read from a list's edges and from the whole beads that `bd show` gives; broken ones are left out", () => {
  const read = readBead({
    id: "x-1",
    dependencies: [
      { issue_id: "x-1", depends_on_id: "x-0", type: "blocks", metadata: "{}", created_by: null },
      { id: "x-9", title: "Whole", status: "open", description: "long", dependency_type: "parent-child" },
      { depends_on_id: "x-2" },
      "x-3",
      null,
    ],
  });
  expect(read?.dependencies).toEqual([
    { issue_id: "x-1", depends_on_id: "x-0", type: "blocks", metadata: "{}" },
    { issue_id: "x-1", depends_on_id: "x-9", type: "parent-child" },
  ]);
});

test("comments have numbers or texts as ids; one without a text is left out", () => {
  const read = readBead({
    id: "x-1",
    comments: [
      { id: 1, author: "ann", text: "first", created_at: "2026-01-01T00:00:00Z" },
      { id: "uuid", author: null, text: "second" },
      { id: 3, author: "ann" },
    ],
  });
  expect(read?.comments).toEqual([
    { id: 1, author: "ann", text: "first", created_at: "2026-01-01T00:00:00Z" },
    { id: "uuid", author: "", text: "second", created_at: "" },
  ]);
});

test("an outline lacks exactly the long texts, and says how many comments there are", () => {
  const comments = [{ id: 1, author: "ann", text: "long", created_at: "" }];
  const texts = { description: "d", design: "d", acceptance_criteria: "a", notes: "n", comments };
  expect(Object.keys(texts).toSorted()).toEqual([...LONG_BEAD_TEXTS].toSorted());
  const whole = readBead({ id: "x-1", ...texts, spec_id: "s" });
  expect(whole && outlineOf(whole)).toEqual({ ...readBead({ id: "x-1", spec_id: "s" }), comment_count: 1 });
});

test("an outline keeps the tracker's own number of comments", () => {
  const counted = readBead({ id: "x-1", comment_count: 4 });
  expect(counted && outlineOf(counted)).toEqual(counted);
});

const fields = Object.fromEntries(Object.keys(Bead.shape).map((name) => [name, fc.anything()]));

test("whatever comes is read to a bead of the wire or to null, and once read it stays the same", () => {
  const anything = fc.oneof(
    fc.anything(),
    fc.record({ ...fields, id: fc.string() }, { requiredKeys: ["id"] }),
  );
  fc.assert(
    fc.property(anything, (raw) => {
      const read = readBead(raw);
      if (read === null) return;
      expect(Bead.parse(read)).toEqual(read);
      expect(readBead(read)).toEqual(read);
    }),
    { numRuns: 1_000 },
  );
});
