import fc from "fast-check";
import { expect, test } from "vitest";
import { makeIntake, type Feed, type IntakeOptions } from "./intake.ts";

/** Feeds that write down what they get, in one common list. */
function testIntake(options: IntakeOptions = {}) {
  const intake = makeIntake(options);
  const log: string[] = [];
  return {
    log,
    open(name: string, onLines: (lines: string[]) => void = () => undefined): Feed {
      return intake.open({
        onLines(lines) {
          log.push(...lines.map((line) => `${name}${line}`));
          onLines(lines);
        },
        setPaused: (paused) => log.push(`${name} ${paused ? "paused" : "resumed"}`),
      });
    },
  };
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index));
}

function nextTick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test("lines come in a later tick, in their order", async () => {
  const intake = testIntake();
  const feed = intake.open("a");
  feed.push(["1", "2"]);
  feed.push(["3"]);
  expect(intake.log).toEqual([]);
  await feed.drained();
  expect(intake.log).toEqual(["a1", "a2", "a3"]);
});

test("in one tick each gets at most its lines, and one that floods does not hold up another", async () => {
  const intake = testIntake({ maxLines: 100, maxMs: 1000 });
  const [flood, quiet] = [intake.open("f"), intake.open("q")];
  flood.push(numbered(1000));
  quiet.push(["1"]);
  await nextTick();
  expect(intake.log).toHaveLength(101);
  expect(intake.log.at(-1)).toBe("q1");
  await flood.drained();
  expect(intake.log).toHaveLength(1001);
});

test("in one tick each gets at most its time", async () => {
  let now = 0;
  const intake = testIntake({ maxLines: 1000, maxMs: 4, now: () => now });
  const feed = intake.open("a", () => (now += 3));
  feed.push(numbered(1000));
  await nextTick();
  expect(intake.log).toHaveLength(64);
});

test("rounds begin with another feed each time", async () => {
  const intake = testIntake({ maxLines: 1 });
  const [a, b] = [intake.open("a"), intake.open("b")];
  a.push(["1", "2"]);
  b.push(["1", "2"]);
  await Promise.all([a.drained(), b.drained()]);
  expect(intake.log).toEqual(["a1", "b1", "b2", "a2"]);
});

test("a feed with too much waiting is paused, and goes on below half of it", async () => {
  const intake = testIntake({ maxLines: 1, pauseAt: 100 });
  const feed = intake.open("");
  const line = "x".repeat(30);
  feed.push([line, line, line]);
  expect(intake.log).toEqual([]);
  feed.push([line]);
  await feed.drained();
  expect(intake.log).toEqual([" paused", line, line, line, " resumed", line]);
});

test("a blocked feed is paused and gets nothing until it is unblocked", async () => {
  const intake = testIntake();
  const feed = intake.open("a");
  feed.block(true);
  feed.push(["1"]);
  await nextTick();
  expect(intake.log).toEqual(["a paused"]);
  feed.block(false);
  await feed.drained();
  expect(intake.log).toEqual(["a paused", "a resumed", "a1"]);
});

test("a feed that is blocked by what it hands on stops there", async () => {
  const intake = testIntake({ maxLines: 64 });
  const feed: Feed = intake.open("", () => feed.block(true));
  feed.push(numbered(64));
  await nextTick();
  await nextTick();
  expect(intake.log).toEqual([...numbered(32), " paused"]);
});

test("closing drops what waits and lets nobody wait", async () => {
  const intake = testIntake();
  const feed = intake.open("a");
  feed.block(true);
  feed.push(["1"]);
  const drained = feed.drained();
  feed.close();
  feed.push(["2"]);
  await drained;
  await nextTick();
  expect(intake.log).toEqual(["a paused"]);
});

test("nothing is lost, doubled or reordered, whatever is pushed", async () => {
  const pushes = fc.array(fc.tuple(fc.nat(2), fc.array(fc.string())), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(pushes, fc.integer({ min: 1, max: 40 }), async (all, maxLines) => {
      const intake = makeIntake({ maxLines, pauseAt: 50 });
      const got: string[][] = [[], [], []];
      const feeds = got.map((lines) =>
        intake.open({ onLines: (more) => lines.push(...more), setPaused: () => undefined }),
      );
      for (const [index, lines] of all) feeds[index]?.push(lines);
      await Promise.all(feeds.map((feed) => feed.drained()));
      for (const [index, lines] of got.entries()) {
        expect(lines).toEqual(all.filter(([to]) => to === index).flatMap(([, pushed]) => pushed));
      }
    }),
  );
});
