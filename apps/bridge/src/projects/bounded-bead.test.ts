import { type Bead, BeadId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { boundedBead, jsonBytes, listedBead } from "./bounded-bead.ts";

const KIB = 1024;

test("a bead with texts of 256 KiB stays as it is", () => {
  const whole = bead({ description: "d".repeat(256 * KIB), notes: "n".repeat(256 * KIB) });
  expect(boundedBead(whole)).toEqual({ bead: whole, bytes: jsonBytes(whole) });
});

test("a longer text is cut between two characters and says how long it is and what shows it", () => {
  const sized = boundedBead(bead({ description: "é".repeat(128 * KIB + 1), notes: "short" }));
  const description = sized?.bead.description ?? "";
  expect(description.startsWith("é".repeat(128 * KIB))).toBe(true);
  expect(description.slice(128 * KIB)).toBe(
    '\n\n[Cut here: it is 257 KiB long. "bd show a-1" shows all of it.]',
  );
  expect(sized?.bead.notes).toBe("short");
});

test("many long texts are cut further until the bead fits into a frame, comments too", () => {
  const comments = Array.from({ length: 50 }, (_, id) => ({
    id,
    author: "a",
    text: "é".repeat(50 * KIB),
    created_at: "",
  }));
  const sized = boundedBead(bead({ comments }));
  expect(sized?.bytes).toBeLessThan(900_000);
  expect(sized?.bead.comments).toHaveLength(50);
  expect(sized?.bead.comments?.[49]?.text).toContain("[Cut here: it is 100 KiB long.");
});

test("of more comments than fit the newest are there, and the number of all", () => {
  const comments = Array.from({ length: 3000 }, (_, id) => ({
    id,
    author: "a",
    text: "t".repeat(600),
    created_at: "",
  }));
  const sized = boundedBead(bead({ comments, description: "d" }));
  const kept = sized?.bead.comments ?? [];
  expect(sized?.bytes).toBe(jsonBytes(sized?.bead));
  expect(sized?.bytes).toBeGreaterThan(899_000);
  expect(sized?.bytes).toBeLessThanOrEqual(900_000);
  expect(kept.at(-1)?.id).toBe(2999);
  expect(kept.map(({ id }) => id)).toEqual(kept.map((_, index) => 3000 - kept.length + index));
  expect(sized?.bead).toMatchObject({ comment_count: 3000, description: "d" });
});

test("what is too long without a long text can't go out whole, but a list names it", () => {
  const labels = Array.from({ length: 200_000 }, (_, index) => `label-${index}`);
  const whole = bead({ labels });
  expect(boundedBead(whole)).toBeNull();
  const { bead: listed, bytes } = listedBead(whole);
  expect(listed).toEqual(bead({}));
  expect(bytes).toBe(jsonBytes(listed));
});

test("what is nested deeper than can be written is cut where it is too deep", () => {
  let metadata: Record<string, unknown> = {};
  for (let depth = 0; depth < 20_000; depth += 1) metadata = { in: metadata };
  const sized = boundedBead(bead({ metadata }));
  expect(sized?.bytes).toBeLessThan(2 * KIB);
  expect(sized?.bead.metadata).toMatchObject({ in: { in: {} } });
});

function bead(fields: Partial<Bead>): Bead {
  return {
    id: BeadId.parse("a-1"),
    title: "One",
    status: "open",
    priority: 2,
    issue_type: "task",
    ...fields,
  };
}
