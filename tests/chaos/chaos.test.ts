import { expect, test } from "vitest";
import { runSeed, type ScenarioName } from "./run-seed.ts";

// One of each, of those that do much; `npm run chaos -- --seeds 200` runs more.
const few: [ScenarioName, number][] = [
  ["kill9", 101],
  ["cuts", 102],
  ["spawn-stop", 102],
  ["mid-line", 101],
  ["paused", 101],
  ["mixed", 101],
];

test.each(few)(
  "%s %i: the log, every client and every CLI tell the same story",
  async (scenario, seed) => {
    const outcome = await runSeed(scenario, seed);
    expect(outcome.faults).toEqual([]);
    expect(outcome.chunks).toBeGreaterThan(0);
    expect(outcome.seen).toBeGreaterThanOrEqual(outcome.chunks);
  },
  60_000,
);
