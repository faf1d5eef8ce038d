import { expect, test, vi } from "vitest";
import { makeLimitAlarm, type Waiter } from "./limit-alarm.ts";
import { type ParkedByLimit, parkedBy } from "./parking.ts";

const START_S = 1_800_000_000;

/** Sessions of which only their waiting matters, under a clock of the test's own. */
function scene(limits: readonly ParkedByLimit[]) {
  vi.useFakeTimers({ now: START_S * 1000, toFake: ["setTimeout", "clearTimeout", "Date"] });
  const waiting = new Map(limits.map((limit, at) => [at, limit]));
  const over: number[] = [];
  const may = { goOn: true };
  const waiters = (): Waiter[] =>
    [...waiting].map(([at, limit]) => ({
      limit,
      over() {
        over.push(at);
        waiting.delete(at);
      },
    }));
  const alarm = makeLimitAlarm({ waiters, mayGoOn: () => may.goOn, now: Date.now });
  return {
    alarm,
    over,
    may,
    waiting,
    [Symbol.dispose]() {
      alarm.close();
      vi.useRealTimers();
    },
  };
}

const inS = (seconds: number, goesOn = true): ParkedByLimit => ({ resetsAt: START_S + seconds, goesOn });

test("at the reset the sessions go on one after another, each once; those of which nobody said so are told at once", () => {
  using it = scene([inS(600), inS(600), inS(600, false), inS(900), { resetsAt: null, goesOn: false }]);
  vi.advanceTimersByTime(599_000);
  expect(it.over).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(it.over).toEqual([2, 0]);
  vi.advanceTimersByTime(2_000);
  expect(it.over).toEqual([2, 0, 1]);
  vi.advanceTimersByTime(3_600_000);
  expect(it.over).toEqual([2, 0, 1, 3]);
  expect([...it.waiting.keys()]).toEqual([4]);
});

test("a machine that slept over the reset is noticed within a minute, and a bridge that starts after it keeps the promise", () => {
  {
    using it = scene([inS(18_000)]);
    vi.advanceTimersByTime(10_000);
    // The clock goes on while no timer runs.
    vi.setSystemTime((START_S + 20_000) * 1000);
    vi.advanceTimersByTime(60_000);
    expect(it.over).toEqual([0]);
  }
  using it = scene([inS(-3_600)]);
  expect(it.over).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(it.over).toEqual([0]);
});

test("nothing goes on while nothing may begin, nor once the bridge ends", () => {
  using it = scene([inS(60), inS(120)]);
  it.may.goOn = false;
  vi.advanceTimersByTime(90_000);
  expect(it.over).toEqual([]);
  it.may.goOn = true;
  vi.advanceTimersByTime(2_000);
  expect(it.over).toEqual([0]);
  it.alarm.close();
  it.alarm.look();
  vi.advanceTimersByTime(600_000);
  expect(it.over).toEqual([0]);
});

test("a time that is told is waited for; one that has passed, or a limit that comes again at once, makes no loop", () => {
  const limited = (resetsAt?: number) => ({
    code: "RATE_LIMITED",
    ...(resetsAt === undefined ? {} : { resetsAt }),
  });
  const park = (resetsAt: number | undefined, triesBefore = 0) =>
    parkedBy(limited(resetsAt), { now: START_S * 1000, goesOn: true, triesBefore });
  expect(parkedBy({ code: "CLI_FAILED" }, { now: 0, goesOn: true, triesBefore: 0 })).toBeUndefined();
  expect(park(START_S + 5)).toEqual(inS(5));
  expect(park(START_S - 5)).toEqual(inS(60));
  expect([1, 2, 3, 50].map((tries) => park(START_S + 1, tries)?.resetsAt)).toEqual(
    [120, 240, 480, 3_600].map((seconds) => START_S + seconds),
  );
  expect(park(START_S + 7_200, 2)).toEqual(inS(7_200));
  // Some tell only in how long.
  const inAnHour = { code: "RATE_LIMITED", retryAfterSeconds: 3_600 };
  expect(parkedBy(inAnHour, { now: START_S * 1000 - 500, goesOn: true, triesBefore: 0 })).toEqual(inS(3_600));
  // Where nobody said when, nobody can go on by itself.
  expect(park(undefined)).toEqual({ resetsAt: null, goesOn: false });
});
