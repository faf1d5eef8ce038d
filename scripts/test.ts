import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "./run.ts";
import { runStages, type Stage } from "./stages.ts";
import { playwrightCounts, vitestCounts } from "./test-counts.ts";

/** `npm test`: everything that must hold before a change is merged. */

// The tests start hundreds of Node programs, the same few again and again: what was compiled once is kept.
process.env["NODE_COMPILE_CACHE"] = join(ROOT, "node_modules", ".cache", "compiled");

// Each of several checkers works out the shared types anew: more than twice the work, for cores that are busy already.
const ONE_CHECKER = ["--checkers", "1"];
const PLAYWRIGHT_CONFIG = "tests/playwright.config.ts";

const stages: Stage[] = [
  { name: "build, typecheck and lint", run: () => sideBySide([build, typecheck, typecheckScripts, lint]) },
  {
    name: "unit and integration tests",
    run: (report) =>
      run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]),
    counts: vitestCounts,
  },
];
if (existsSync(join(ROOT, PLAYWRIGHT_CONFIG))) {
  stages.push({
    name: "end-to-end tests",
    run: (report) =>
      run("playwright", ["test", `--config=${PLAYWRIGHT_CONFIG}`, "--reporter=list,json"], {
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      }),
    counts: playwrightCounts,
  });
}

process.exitCode = await runStages(stages, (line) => console.log(line));

/** None needs what another makes, and each leaves a core idle for a part of its time. */
async function sideBySide(commands: readonly (() => Promise<number>)[]): Promise<number> {
  return Math.max(...(await Promise.all(commands.map((command) => command()))));
}

function build(): Promise<number> {
  return run("turbo", ["run", "build"]);
}

function typecheck(): Promise<number> {
  return run("turbo", ["run", "typecheck", "--", ...ONE_CHECKER]);
}

function typecheckScripts(): Promise<number> {
  return run("tsc", ["-p", "scripts", ...ONE_CHECKER]);
}

function lint(): Promise<number> {
  return run("node", ["scripts/lint.ts"]);
}
