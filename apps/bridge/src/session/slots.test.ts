import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { makeSlots, type Occupant, type Rest, type RestKind, type Slot } from "./slots.ts";

interface Sleeper extends Occupant {
  readonly name: string;
  restsSince(since: number | null, kind?: RestKind): void;
}

/** Slots whose clock stands where none is given, and occupants that tell who was asked to sleep. */
function stage(limit: number, sleepAfterMs: number | null = null, clock = () => 0) {
  const state = { limit };
  const asked: string[] = [];
  const slots = makeSlots({
    limit: () => state.limit,
    sleepAfterMs: () => sleepAfterMs,
    clock,
  });
  const sleeper = (name: string): Sleeper => {
    let rest: Rest | null = null;
    return {
      name,
      restsSince(since, kind = "idle") {
        rest = since === null ? null : { since, kind };
      },
      rest: () => rest,
      sleep: () => void asked.push(name),
      moved: () => undefined,
    };
  };
  return { state, slots, asked, sleeper, looked: () => Promise.resolve().then(() => slots.look()) };
}

test("the line is served in the order in which they came, and says each one's place", async () => {
  const { slots, sleeper } = stage(1);
  const first = slots.enter(sleeper("a"));
  const line = ["b", "c", "d"].map((name) => slots.enter(sleeper(name)));
  expect(await first.ready).toBe(true);
  expect(line.map((slot) => slot.place())).toEqual([1, 2, 3]);
  first.leave();
  expect(await line[0]?.ready).toBe(true);
  expect(line.map((slot) => slot.place())).toEqual([null, 1, 2]);
  line[1]?.leave();
  expect(await line[1]?.ready).toBe(false);
  expect(line[2]?.place()).toBe(1);
  line[0]?.leave();
  expect(await line[2]?.ready).toBe(true);
});

test("who rests longest goes first, a spare before all, and one that cannot be reopened last", () => {
  const { slots, asked, sleeper } = stage(4);
  const [short, long, lossy, spare] = ["short", "long", "lossy", "spare"].map(sleeper);
  for (const one of [short, long, lossy, spare]) if (one !== undefined) slots.enter(one);
  short?.restsSince(20);
  long?.restsSince(10);
  lossy?.restsSince(0, "lossy");
  spare?.restsSince(30, "spare");
  for (const name of ["e", "f", "g", "h"]) slots.enter(sleeper(name));
  expect(asked).toEqual(["spare", "long", "short", "lossy"]);
});

test("a start for which a place is being freed has no place in the line, and asks nobody twice", () => {
  const { slots, asked, sleeper } = stage(1);
  const idle = sleeper("idle");
  const held = slots.enter(idle);
  idle.restsSince(0);
  const next = slots.enter(sleeper("next"));
  const behind = slots.enter(sleeper("behind"));
  expect(asked).toEqual(["idle"]);
  expect([next.place(), behind.place()]).toEqual([null, 1]);
  held.leave();
  expect([next.place(), behind.place()]).toEqual([null, 1]);
  expect(asked).toEqual(["idle"]);
});

test("one that begins to rest while somebody waits is put to sleep for it", async () => {
  const { slots, asked, sleeper, looked } = stage(1);
  const busy = sleeper("busy");
  slots.enter(busy);
  slots.enter(sleeper("next"));
  await looked();
  expect(asked).toEqual([]);
  busy.restsSince(0);
  await looked();
  expect(asked).toEqual(["busy"]);
});

test("a lower limit puts those to sleep that are too many, a higher one lets the line in", async () => {
  const { state, slots, asked, sleeper, looked } = stage(3);
  const all = ["a", "b", "c"].map(sleeper);
  for (const [since, one] of all.entries()) {
    slots.enter(one);
    one.restsSince(since);
  }
  state.limit = 1;
  await looked();
  expect(asked).toEqual(["a", "b"]);
  const waits = slots.enter(sleeper("waits"));
  expect(asked).toEqual(["a", "b", "c"]);
  expect(waits.place()).toBeNull();
  state.limit = 5;
  await looked();
  expect(await waits.ready).toBe(true);
});

test("who is first in the line is at place 1, however far the limit was lowered", async () => {
  const { state, slots, sleeper, looked } = stage(3);
  for (const name of ["a", "b", "c"]) slots.enter(sleeper(name));
  const first = slots.enter(sleeper("first"));
  state.limit = 1;
  await looked();
  expect(first.place()).toBe(1);
});

test("who rests for long enough is put to sleep unasked, unless its conversation cannot be reopened", async () => {
  vi.useFakeTimers({ now: 0 });
  const { slots, asked, sleeper, looked } = stage(9, 1000, Date.now);
  const [early, late, lossy] = ["early", "late", "lossy"].map(sleeper);
  for (const one of [early, late, lossy]) if (one !== undefined) slots.enter(one);
  early?.restsSince(0);
  late?.restsSince(500);
  lossy?.restsSince(0, "lossy");
  await looked();
  for (const [now, expected] of [
    [999, []],
    [1000, ["early"]],
    [1500, ["early", "late"]],
  ] as const) {
    vi.advanceTimersByTime(now - Date.now());
    expect(asked).toEqual(expected);
  }
  slots.close();
  vi.useRealTimers();
});

test("a place that is free is given ahead of need only while nobody waits, and makes nobody sleep", () => {
  const { slots, asked, sleeper } = stage(1);
  const idle = sleeper("idle");
  const held = slots.enterIfFree(idle);
  expect(held).not.toBeNull();
  idle.restsSince(0);
  expect(slots.enterIfFree(sleeper("next"))).toBeNull();
  expect(asked).toEqual([]);
});

test("when the slots close, nobody in the line gets a place any more", async () => {
  const { slots, sleeper } = stage(1);
  const held = slots.enter(sleeper("a"));
  const waits = slots.enter(sleeper("b"));
  slots.close();
  held.leave();
  expect(await waits.ready).toBe(false);
  expect(await slots.enter(sleeper("c")).ready).toBe(false);
});

test("whatever comes and goes, never more than the limit are in, each comes in in its turn, and all do in the end", async () => {
  const steps = fc.array(fc.constantFrom("enter", "rest", "end"), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), steps, async (limit, wanted) => {
      const { slots, sleeper } = stage(limit);
      const came: string[] = [];
      const letIn: string[] = [];
      let most = 0;
      const living = new Map<Sleeper, Slot>();
      const enter = (name: string): void => {
        const one = sleeper(name);
        const slot = slots.enter(Object.assign(one, { sleep: () => queueMicrotask(() => end(one)) }));
        came.push(name);
        void slot.ready.then(() => {
          letIn.push(name);
          living.set(one, slot);
          most = Math.max(most, living.size);
        });
      };
      const end = (one: Sleeper | undefined): void => {
        const slot = one && living.get(one);
        if (one !== undefined) living.delete(one);
        slot?.leave();
      };
      const ends = wanted.map(() => "end");
      for (const [at, what] of [...wanted, ...ends].entries()) {
        const [oldest] = living.keys();
        if (what === "enter") enter(`${at}`);
        else if (what === "rest") oldest?.restsSince(at);
        else end(oldest);
        slots.look();
        // oxlint-disable-next-line no-await-in-loop -- one step after the other
        await new Promise<void>((resolve) => void setImmediate(resolve));
      }
      expect(letIn).toEqual(came);
      expect(slots.waiting()).toBe(0);
      expect(most).toBeLessThanOrEqual(limit);
    }),
    { numRuns: 50 },
  );
});
