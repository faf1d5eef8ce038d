import type { Page } from "@playwright/test";
import { quantile } from "./report.ts";

export interface LongTasks {
  /** In ms; 0: none took 50. */
  readonly longest: number;
  readonly count: number;
}

/** What acts on a page cost its main thread; of several rounds the one in the middle by its longest task. */
export async function longTasks(
  page: Page,
  act: (round: number) => Promise<unknown>,
  rounds = 5,
): Promise<LongTasks> {
  const taken: LongTasks[] = [];
  for (let round = 0; round < rounds; round += 1) taken.push(await watched(page, () => act(round)));
  const middle = quantile(
    taken.map(({ longest }) => longest),
    0.5,
  );
  return taken.find(({ longest }) => longest === middle) ?? { longest: middle, count: 0 };
}

export function taskWords({ longest, count }: LongTasks): string {
  return count === 0 ? "none over 50 ms" : `${count}, longest ${longest.toFixed(0)} ms`;
}

async function watched(page: Page, act: () => Promise<unknown>): Promise<LongTasks> {
  const watching = await page.evaluateHandle(() => {
    const durations: number[] = [];
    const take = (entries: PerformanceEntryList) =>
      durations.push(...entries.map(({ duration }) => duration));
    const watcher = new PerformanceObserver((list) => take(list.getEntries()));
    watcher.observe({ type: "longtask" });
    return {
      end() {
        take(watcher.takeRecords());
        watcher.disconnect();
        return durations;
      },
    };
  });
  await act();
  const durations = await watching.evaluate(async (watching) => {
    // Some frames with nothing to do, so that tasks of before are told.
    for (let frame = 0; frame < 10; frame += 1) await new Promise((done) => requestAnimationFrame(done));
    return watching.end();
  });
  await watching.dispose();
  return { longest: Math.max(0, ...durations), count: durations.length };
}
