import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const NO_TESTS: Counts = { passed: 0, failed: 0 };

/** What vitest's JSON report names; a missing report (it could not start) names nothing. */
export function vitestCounts(path: string): Counts {
  if (!existsSync(path)) return NO_TESTS;
  const report = VitestReport.parse(JSON.parse(readFileSync(path, "utf8")));
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}

const VitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });

/** What Playwright's JSON report names; a test that passed only when run again has failed. */
export function playwrightCounts(path: string): Counts {
  if (!existsSync(path)) return NO_TESTS;
  const { stats } = PlaywrightReport.parse(JSON.parse(readFileSync(path, "utf8")));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}

const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});
