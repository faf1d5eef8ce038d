import { expect, test } from "vitest";
import { sessionInfo } from "../../../testing/fake-bridge.ts";
import { waitingBatches } from "./waiting-batches.ts";

let count = 0;
function start(batchId: string, place: number | null, rest: Record<string, unknown> = {}) {
  count += 1;
  return sessionInfo({
    sessionId: `3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0${String(count).padStart(3, "0")}`,
    title: `${batchId}${place ?? "begun"}`,
    batch: { batchId, limit: 2, order: 1, place, isHeld: false },
    ...rest,
  });
}

test("those that wait are counted against all that were asked for, the next one first", () => {
  const [batch] = waitingBatches([start("a", 2), start("a", null), start("a", 1), sessionInfo()]);
  expect(batch).toMatchObject({ batchId: "a", limit: 2, isHeld: false, all: 3 });
  expect(batch?.waiting.map(({ title }) => title)).toEqual(["a1", "a2"]);
});

test("a batch of which all have begun, or were stopped, waits no more", () => {
  expect(waitingBatches([start("a", null), start("a", 1, { status: "stopped" })])).toEqual([]);
});

test("one that waits for the user comes before one that goes on by itself", () => {
  const held = { batchId: "b", limit: 1, order: 1, place: 1, isHeld: true };
  const batches = waitingBatches([start("a", 1), start("b", 1, { batch: held })]);
  expect(batches.map(({ batchId }) => batchId)).toEqual(["b", "a"]);
});
