import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeEar } from "./ear.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a reading is due once, so long after the last event", () => {
  const { ear, reads } = makeBench();
  ear.heard(CHANGE);
  vi.advanceTimersByTime(200);
  ear.heard(CHANGE);
  vi.advanceTimersByTime(249);
  expect(reads()).toBe(0);
  expect(ear.isPending()).toBe(true);
  vi.advanceTimersByTime(1);
  expect(reads()).toBe(1);
  vi.advanceTimersByTime(60_000);
  expect(reads()).toBe(1);
});

test("a flood does not put it off for ever", () => {
  const { ear, reads } = makeBench();
  for (let ms = 0; ms < 1100; ms += 100) {
    ear.heard(CHANGE);
    vi.advanceTimersByTime(100);
  }
  expect(reads()).toBe(1);
});

test("a reading that begins sees what was heard before it", () => {
  const { ear, reads, read } = makeBench();
  ear.heard(CHANGE);
  read({ hasFound: true });
  vi.advanceTimersByTime(60_000);
  expect(reads()).toBe(0);
});

test("what is heard while a call of ours runs and settles leads to one more reading behind it", () => {
  const { ear, reads, read } = makeBench();
  read({ hasFound: true, during: () => ear.heard(CHANGE) });
  vi.advanceTimersByTime(500);
  ear.heard(CHANGE);
  vi.advanceTimersByTime(499);
  expect(reads()).toBe(0);
  vi.advanceTimersByTime(1);
  expect(reads()).toBe(1);
});

test("what is heard later than our own call's echo may be others', until a reading looks for it", () => {
  const { ear, read } = makeBench();
  read({ hasFound: false, during: () => ear.heard(CHANGE) });
  vi.advanceTimersByTime(50);
  ear.heard(CHANGE);
  expect(ear.isPending()).toBe(false);
  vi.advanceTimersByTime(1);
  ear.heard(CHANGE);
  expect(ear.isPending()).toBe(true);
  read({ hasFound: true });
  expect(ear.isPending()).toBe(false);
});

test("what comes and goes again is nothing, whoever made it", () => {
  const { ear, reads, read } = makeBench();
  ear.heard({ event: "add", path: "lock" });
  ear.heard({ event: "change", path: "lock" });
  ear.heard({ event: "unlink", path: "lock" });
  expect(ear.isPending()).toBe(false);
  read({
    hasFound: true,
    during() {
      ear.heard({ event: "add", path: "lock" });
      ear.heard({ event: "unlink", path: "lock" });
    },
  });
  vi.advanceTimersByTime(60_000);
  expect(reads()).toBe(0);
});

test("a file that goes and comes back has changed, as one beside which another came and went", () => {
  const { ear, reads } = makeBench();
  ear.heard({ event: "unlink", path: "issues.jsonl" });
  ear.heard({ event: "add", path: "issues.jsonl" });
  vi.advanceTimersByTime(250);
  expect(reads()).toBe(1);
  ear.readBegan();
  ear.readEnded({ hasFound: true });
  ear.heard({ event: "add", path: "new" });
  ear.heard({ event: "change", path: "issues.jsonl" });
  ear.heard({ event: "unlink", path: "new" });
  vi.advanceTimersByTime(250);
  expect(reads()).toBe(2);
});

test("our own readings do not lead to readings for ever", () => {
  const { ear, reads, read } = makeBench();
  const noisy = (hasFound: boolean): void => read({ hasFound, during: () => ear.heard(CHANGE) });
  noisy(true);
  vi.advanceTimersByTime(1000);
  expect(reads()).toBe(1);
  noisy(false);
  vi.advanceTimersByTime(60_000);
  expect(reads()).toBe(1);
});

test("a reading that looked again and found something is followed by one more", () => {
  const { ear, reads, read } = makeBench();
  const noisy = (hasFound: boolean): void => read({ hasFound, during: () => ear.heard(CHANGE) });
  noisy(true);
  vi.advanceTimersByTime(1000);
  noisy(true);
  vi.advanceTimersByTime(1000);
  expect(reads()).toBe(2);
  noisy(false);
  vi.advanceTimersByTime(60_000);
  expect(reads()).toBe(2);
});

test("after that, others are heard again", () => {
  const { ear, reads, read } = makeBench();
  read({ hasFound: true, during: () => ear.heard(CHANGE) });
  vi.advanceTimersByTime(1000);
  read({ hasFound: false, during: () => ear.heard(CHANGE) });
  vi.advanceTimersByTime(1000);
  ear.heard(CHANGE);
  vi.advanceTimersByTime(250);
  expect(reads()).toBe(2);
});

test("calls that follow each other closely do not put the reading off", () => {
  const { ear, reads } = makeBench();
  const call = (): void => {
    ear.callBegan();
    ear.heard(CHANGE);
    ear.callEnded();
    vi.advanceTimersByTime(400);
  };
  for (let count = 0; count < 3; count += 1) call();
  expect(reads()).toBe(1);
});

test("a slow tracker is left alone for as long as it was asked", () => {
  const { ear, reads } = makeBench();
  ear.callBegan();
  vi.advanceTimersByTime(3000);
  ear.heard(CHANGE);
  ear.callEnded();
  vi.advanceTimersByTime(2999);
  expect(reads()).toBe(0);
  vi.advanceTimersByTime(1);
  expect(reads()).toBe(1);
});

test("what is closed is not due any more", () => {
  const { ear, reads } = makeBench();
  ear.heard(CHANGE);
  ear.close();
  vi.advanceTimersByTime(60_000);
  expect(reads()).toBe(0);
});

const CHANGE = { event: "change", path: "issues.jsonl" };

function makeBench() {
  let count = 0;
  const ear = makeEar({ timing: { debounceMs: 250, settleMs: 1000, echoMs: 50 }, due: () => (count += 1) });
  return {
    ear,
    reads: () => count,
    read({ hasFound, during = () => undefined }: { hasFound: boolean; during?: () => void }) {
      ear.readBegan();
      ear.callBegan();
      during();
      ear.callEnded();
      ear.readEnded({ hasFound });
    },
  };
}
