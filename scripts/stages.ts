import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Counts } from "./test-counts.ts";

export interface Stage {
  readonly name: string;
  /** Resolves to the exit code; a stage that runs tests writes their JSON report to `report`. */
  readonly run: (report: string) => Promise<number>;
  /** Reads the report; absent where a stage has no tests of its own. */
  readonly counts?: (report: string) => Counts;
}

/**
 * Runs stages in order up to the first that fails. The last line that it says is `N passed, N failed`, of
 * the tests that the reports name; a stage that fails without naming one, or runs no test where it should,
 * counts as one failure. Resolves to the exit code.
 */
export async function runStages(stages: readonly Stage[], say: (line: string) => void): Promise<number> {
  const reports = mkdtempSync(join(tmpdir(), "switchyard-test-"));
  const total = { passed: 0, failed: 0 };
  try {
    for (const [at, stage] of stages.entries()) {
      const { passed, failed } = await runStage(stage, join(reports, `${at}.json`), say);
      total.passed += passed;
      total.failed += failed;
      if (failed > 0) break;
    }
  } finally {
    rmSync(reports, { recursive: true });
  }
  say(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

async function runStage(stage: Stage, report: string, say: (line: string) => void): Promise<Counts> {
  say(`\n━━ ${stage.name}`);
  const startedAt = performance.now();
  const exitCode = await stage.run(report);
  const counted = stage.counts?.(report);
  const ranNothing = counted !== undefined && counted.passed + counted.failed === 0;
  const failed = Math.max(counted?.failed ?? 0, exitCode !== 0 || ranNothing ? 1 : 0);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const why = failed === 0 ? "ok" : ranNothing && exitCode === 0 ? "FAILED: no test ran" : "FAILED";
  say(`━━ ${stage.name}: ${why} (${seconds} s)`);
  return { passed: counted?.passed ?? 0, failed };
}
