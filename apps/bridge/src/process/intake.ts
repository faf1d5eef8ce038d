export interface IntakeOptions {
  /** How many lines of one feed are handled in a tick. @default 256 */
  readonly maxLines?: number;
  /** How long the lines of one feed are handled in a tick, in ms. @default 4 */
  readonly maxMs?: number;
  /** With more than this waiting a feed is paused; below half of it goes on. In UTF-16 units. @default 1 MiB */
  readonly pauseAt?: number;
  /** Monotonic, in ms. @default performance.now */
  readonly now?: () => number;
}

export interface Intake {
  open(reader: FeedReader): Feed;
}

export interface FeedReader {
  /** Some of the lines that were pushed, in order. */
  onLines(lines: string[]): void;
  setPaused(paused: boolean): void;
}

export interface Feed {
  push(lines: readonly string[]): void;
  /** While blocked nothing is handed on, and the source is paused. */
  block(blocked: boolean): void;
  /** Resolves when nothing waits any more, at the latest when the feed is closed. */
  drained(): Promise<void>;
  /** Drops what waits; nothing is handed on after it. */
  close(): void;
}

/** Hands lines on in turns, so that one process that floods cannot hold up the others or the loop. */
export function makeIntake(options: IntakeOptions = {}): Intake {
  const limits = { maxLines: 256, maxMs: 4, pauseAt: 1024 * 1024, now: () => performance.now(), ...options };
  const feeds = new Set<OpenFeed>();
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(tick);
  }

  function tick(): void {
    isScheduled = false;
    const [first] = feeds;
    for (const feed of Array.from(feeds)) feed.serve();
    // Another one begins the next round.
    if (first !== undefined && feeds.delete(first)) feeds.add(first);
    if ([...feeds].some((feed) => feed.hasWork())) schedule();
  }

  return {
    open(reader) {
      const feed = makeFeed({ reader, limits, schedule, onClose: () => feeds.delete(feed) });
      feeds.add(feed);
      return feed;
    },
  };
}

interface OpenFeed extends Feed {
  serve(): void;
  hasWork(): boolean;
}

interface FeedParts {
  readonly reader: FeedReader;
  readonly limits: Required<IntakeOptions>;
  readonly schedule: () => void;
  readonly onClose: () => void;
}

function makeFeed({ reader, limits, schedule, onClose }: FeedParts): OpenFeed {
  const state = { blocked: false, closed: false, paused: false, overfull: false };
  const waiters: (() => void)[] = [];
  let queue: string[] = [];
  let next = 0;
  let size = 0;

  function serve(): void {
    const until = limits.now() + limits.maxMs;
    let left = limits.maxLines;
    while (left > 0 && hasWork()) {
      const lines = take(Math.min(left, HANDED_LINES));
      left -= lines.length;
      reader.onLines(lines);
      if (limits.now() >= until) break;
    }
    settle();
  }

  /** A few lines at a time, so that the clock is looked at between them. */
  function take(maxLines: number): string[] {
    const start = next;
    let units = 0;
    while (next < queue.length && next - start < maxLines && units < HANDED_UNITS) {
      units += queue[next]?.length ?? 0;
      next += 1;
    }
    size -= units;
    const lines = queue.slice(start, next);
    if (next * 2 > queue.length) {
      queue = queue.slice(next);
      next = 0;
    }
    return lines;
  }

  function settle(): void {
    if (state.closed) return;
    state.overfull = size > (state.overfull ? limits.pauseAt / 2 : limits.pauseAt);
    const paused = state.blocked || state.overfull;
    if (paused !== state.paused) {
      state.paused = paused;
      reader.setPaused(paused);
    }
    if (next === queue.length) for (const resolve of waiters.splice(0)) resolve();
  }

  function hasWork(): boolean {
    return !state.blocked && !state.closed && next < queue.length;
  }

  return {
    serve,
    hasWork,
    push(lines) {
      if (state.closed) return;
      for (const line of lines) {
        queue.push(line);
        size += line.length;
      }
      settle();
      if (hasWork()) schedule();
    },
    block(blocked) {
      state.blocked = blocked;
      settle();
      if (hasWork()) schedule();
    },
    drained: () =>
      next === queue.length ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve)),
    close() {
      state.closed = true;
      queue = [];
      next = 0;
      onClose();
      for (const resolve of waiters.splice(0)) resolve();
    },
  };
}

const HANDED_LINES = 32;
const HANDED_UNITS = 64 * 1024;
