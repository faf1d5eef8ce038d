import type { ParkedByLimit } from "./parking.ts";

/** A session that waits for a usage limit. */
export interface Waiter {
  readonly limit: ParkedByLimit;
  /** The limit has reset: it goes on, where the user said so. */
  over(): void;
}

/**
 * Tells sessions when the limits reset that they wait for, by the clock on the wall: a machine that slept meanwhile
 * is noticed within a minute. Those that go on do so one after another.
 */
export interface LimitAlarm {
  /** Who waits, or for how long, has changed. */
  look(): void;
  close(): void;
}

export interface LimitAlarmOptions {
  /** In the order in which they go on. */
  waiters(): readonly Waiter[];
  /** Whether new turns may begin. */
  mayGoOn(): boolean;
  /** Unix ms. */
  now(): number;
}

export function makeLimitAlarm({ waiters, mayGoOn, now }: LimitAlarmOptions): LimitAlarm {
  let timer: NodeJS.Timeout | undefined;
  let lastOn = -Infinity;
  let isClosed = false;

  const isDue = ({ limit }: Waiter): boolean => limit.resetsAt !== null && limit.resetsAt * 1000 <= now();

  function look(): void {
    if (isClosed) return;
    const due = waiters().filter(isDue);
    for (const each of due) if (!each.limit.goesOn) each.over();
    const [next] = due.filter(({ limit }) => limit.goesOn);
    // The clock may have been set back meanwhile.
    const sinceLast = Math.abs(now() - lastOn);
    if (next !== undefined && sinceLast >= APART_MS && mayGoOn()) {
      lastOn = now();
      next.over();
    }
    arm();
  }

  function arm(): void {
    clearTimeout(timer);
    if (isClosed) return;
    const times = waiters().flatMap(({ limit }) => limit.resetsAt ?? []);
    if (times.length === 0) return;
    const ms = Math.min(...times) * 1000 - now();
    timer = setTimeout(look, Math.min(Math.max(ms, APART_MS), LONGEST_MS));
  }

  // What was promised in an earlier life of the bridge is kept once this one is under way.
  timer = setTimeout(look, APART_MS);

  return {
    look: arm,
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

/** Between two sessions that go on. */
const APART_MS = 2_000;
const LONGEST_MS = 60_000;
