import { makeBeads } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bead, edges } from "../../../testing/beads.ts";
import { DONE, findWaves, NOW, type Stretch, type Waves } from "./waves.ts";

const now = Date.parse("2026-11-25T12:00:00Z");
const wavesOf = (list: readonly Bead[], atWork: readonly string[] = []) =>
  findWaves(makeBeads(list, now), (id) => atWork.includes(id));
const columns = (waves: Waves, ...ids: string[]) =>
  ids.map((id) => [stretch(waves, id).from, stretch(waves, id).to]);
function stretch(waves: Waves, id: string): Stretch {
  const found = waves.of(id);
  if (found === null) throw new Error(`${id} has no column`);
  return found;
}
const closed = { status: "closed", closed_at: "2026-11-24T12:00:00Z" };

test("what is closed is done, what is ready is now, what is blocked comes after all that is open before it", () => {
  const waves = wavesOf([
    bead("a", closed),
    bead("b", edges("b", { blocks: ["a"] })),
    bead("c", edges("c", { blocks: ["b"] })),
    bead("d", edges("d", { blocks: ["c", "a"] })),
  ]);
  expect(columns(waves, "a", "b", "c", "d")).toEqual([
    [DONE, 1],
    [NOW, 2],
    [2, 3],
    [3, 4],
  ]);
  expect(waves.count).toBe(4);
});

test("an estimate of more than ten hours takes more columns, and pushes what waits for it", () => {
  const waves = wavesOf([
    bead("a", { estimated_minutes: 1100 }),
    bead("b", edges("b", { blocks: ["a"] })),
    bead("far", { estimated_minutes: 10_000_000 }),
  ]);
  expect(columns(waves, "a", "b", "far")).toEqual([
    [NOW, 3],
    [3, 4],
    [NOW, NOW + 6],
  ]);
});

test("a parent reaches from the first of what is below it to the last, and what blocks it holds its children up", () => {
  const waves = wavesOf([
    bead("epic", { issue_type: "epic", ...edges("epic", { blocks: ["gate"] }) }),
    bead("epic.1", closed),
    bead("epic.2"),
    bead("epic.3", edges("epic.3", { blocks: ["epic.2"] })),
    bead("gate"),
    bead("after", edges("after", { blocks: ["epic"] })),
  ]);
  expect(columns(waves, "gate", "epic.2", "epic.3", "epic", "after")).toEqual([
    [NOW, 2],
    [2, 3],
    [3, 4],
    [DONE, 4],
    [4, 5],
  ]);
});

test("what somebody works on is now, whatever blocks it", () => {
  const list = [
    bead("a"),
    bead("b", edges("b", { blocks: ["a"] })),
    bead("c", { status: "in_progress", ...edges("c", { blocks: ["a"] }) }),
  ];
  expect(columns(wavesOf(list), "b", "c")).toEqual([
    [2, 3],
    [NOW, 2],
  ]);
  expect(columns(wavesOf(list, ["b"]), "b")).toEqual([[NOW, 2]]);
});

test("what is put off, or said to be blocked without a reason, is not now", () => {
  const waves = wavesOf([
    bead("later", { defer_until: "2027-01-01T00:00:00Z" }),
    bead("off", { status: "deferred" }),
    bead("stuck", { status: "blocked" }),
  ]);
  expect(columns(waves, "later", "off", "stuck").map(([from]) => from)).toEqual([2, 2, 2]);
});

test("a bead comes after each open one that blocks it, in any graph, however it goes round in circles", () => {
  const graph = fc.integer({ min: 1, max: 12 }).chain((count) =>
    fc.record({
      isClosed: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
      links: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 24 }),
      isForward: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(graph, ({ isClosed, links, isForward }) => {
      const ordered = isForward ? links.filter(([from, to]) => from < to) : links;
      const list = isClosed.map((done, index) => {
        const blockers = ordered.filter(([, to]) => to === index).map(([from]) => `b${from}`);
        return bead(`b${index}`, { ...(done && closed), ...edges(`b${index}`, { blocks: blockers }) });
      });
      const waves = wavesOf(list);
      for (const [index, done] of isClosed.entries()) {
        const { from, to } = stretch(waves, `b${index}`);
        expect(to).toBeGreaterThan(from);
        expect(from).toBeGreaterThanOrEqual(done ? DONE : NOW);
        expect(to).toBeLessThanOrEqual(waves.count);
      }
      if (!isForward) return;
      for (const [from, to] of ordered) {
        if (isClosed[from] || isClosed[to]) continue;
        expect(stretch(waves, `b${to}`).from).toBeGreaterThanOrEqual(stretch(waves, `b${from}`).to);
      }
    }),
  );
});

test("a chain of ten thousand is laid out", () => {
  const list = Array.from({ length: 10_000 }, (_, index) =>
    bead(`b${index}`, index === 0 ? {} : edges(`b${index}`, { blocks: [`b${index - 1}`] })),
  );
  expect(stretch(wavesOf(list.toReversed()), "b9999").from).toBe(10_000);
});
