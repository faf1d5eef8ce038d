import fc from "fast-check";
import { expect, test } from "vitest";
import { beadData, fenced } from "./prompt-data.ts";
import { bead } from "./random-beads.testkit.ts";

test("a bead is a line for each short field, then its long texts under headings", () => {
  const text = beadData(
    bead("x-1", {
      title: "Mend it",
      priority: 1,
      issue_type: "bug",
      assignee: "ann",
      labels: ["ui", "urgent"],
      estimated_minutes: 90,
      description: "What\n\nis wrong.\n",
      notes: " ",
      acceptance_criteria: "It works.",
      comments: [{ id: 1, author: "bob", text: "Seen.", created_at: "2026-01-01T00:00:00Z" }],
    }),
  );
  expect(text).toBe(`id: x-1
title: Mend it
type: bug
status: open
priority: P1
assignee: ann
labels: ui, urgent
estimate: 90 minutes

## Description

What

is wrong.

## Acceptance criteria

It works.

## Comments

bob: Seen.`);
});

test("a line break in a title makes no other field", () => {
  expect(beadData(bead("x-1", { title: "One\r\nstatus: closed\u2028two" }))).toContain(
    "title: One status: closed two\n",
  );
});

test("a text is cut at 16 KiB, between characters, and says so", () => {
  const [, cut = ""] = beadData(bead("x-1", { description: `a${"😀".repeat(10_000)}` })).split(
    "## Description\n\n",
  );
  const [kept = "", line] = cut.split("\n");
  expect(kept).toBe(`a${"😀".repeat(4_095)}`);
  expect(line).toBe("[cut here: the first 16 KiB of a longer text]");
});

test("a text of exactly 16 KiB is whole", () => {
  const text = "é".repeat(8 * 1024);
  expect(beadData(bead("x-1", { notes: text })).endsWith(text)).toBe(true);
});

test("nothing in a fence can end it", () => {
  expect(fenced("a\n```\nb")).toBe("````\na\n```\nb\n````");
  expect(fenced("plain\n")).toBe("```\nplain\n```");
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("`", "\n", "a", " ", "~") }), (text) => {
      const lines = fenced(text).split("\n");
      const fence = lines[0] ?? "";
      expect(fence).toMatch(/^`{3,}$/);
      expect(lines.at(-1)).toBe(fence);
      expect(lines.slice(1, -1).join("\n").includes(fence)).toBe(false);
    }),
  );
});
