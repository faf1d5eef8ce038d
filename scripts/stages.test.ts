import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runStages, type Stage } from "./stages.ts";
import { playwrightCounts, vitestCounts } from "./test-counts.ts";

async function outcome(...stages: Stage[]) {
  const said: string[] = [];
  const exitCode = await runStages(stages, (line) => said.push(line));
  return { exitCode, last: said.at(-1), said: said.join("\n") };
}

function tool(name: string, exitCode: number): Stage {
  return { name, run: () => Promise.resolve(exitCode) };
}

/** A stage of tests that writes a report, or with null writes none. */
function tests(report: object | null, exitCode = 0, counts = vitestCounts): Stage {
  return {
    name: "tests",
    counts,
    run(path) {
      if (report !== null) writeFileSync(path, JSON.stringify(report));
      return Promise.resolve(exitCode);
    },
  };
}

const FIVE = { numPassedTests: 5, numFailedTests: 0 };

test("what all stages passed is summed", async () => {
  const e2e = { stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 1 } };
  expect(await outcome(tool("build", 0), tests(FIVE), tests(e2e, 0, playwrightCounts))).toMatchObject({
    exitCode: 0,
    last: "7 passed, 0 failed",
  });
});

test("a tool that fails is a failure, and nothing after it runs", async () => {
  const { exitCode, last, said } = await outcome(tool("build", 0), tool("lint", 2), tests(FIVE));
  expect({ exitCode, last }).toEqual({ exitCode: 1, last: "0 passed, 1 failed" });
  expect(said).toContain("━━ lint: FAILED");
  expect(said).not.toContain("━━ tests");
});

test("failed tests are counted, and those that passed beside them", async () => {
  const report = { numPassedTests: 4, numFailedTests: 2 };
  expect(await outcome(tests(report, 1))).toMatchObject({ exitCode: 1, last: "4 passed, 2 failed" });
});

test("failed tests are a failure even where the tool exits with 0", async () => {
  expect(await outcome(tests({ numPassedTests: 0, numFailedTests: 1 }))).toMatchObject({ exitCode: 1 });
});

test("a tool that fails although all its tests passed is a failure", async () => {
  expect(await outcome(tests(FIVE, 1))).toMatchObject({ exitCode: 1, last: "5 passed, 1 failed" });
});

test("a stage that ran no test is a failure", async () => {
  const nothing = { numPassedTests: 0, numFailedTests: 0 };
  expect(await outcome(tests(nothing))).toMatchObject({ exitCode: 1, last: "0 passed, 1 failed" });
  expect(await outcome(tests(null))).toMatchObject({ exitCode: 1, last: "0 passed, 1 failed" });
});

test("a test that passed only when run again has failed", async () => {
  const report = { stats: { expected: 3, unexpected: 0, flaky: 1 } };
  expect(await outcome(tests(report, 0, playwrightCounts))).toMatchObject({ last: "3 passed, 1 failed" });
});
