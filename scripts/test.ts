import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "./run.ts";
import { runStages, type Stage } from "./stages.ts";
import { playwrightCounts, vitestCounts } from "./test-counts.ts";

/** `npm test`: everything that must hold before a change is merged. */

// The tests start hundreds of Node programs, the same few again and again: what was compiled once is kept.
process.env["NODE_COMPILE_CACHE"] = join(ROOT, "node_modules", ".cache", "compiled");

const PLAYWRIGHT_CONFIG = "tests/playwright.config.ts";

const stages: Stage[] = [
  { name: "build", run: () => run("turbo", ["run", "build"]) },
  { name: "typecheck", run: typecheck },
  { name: "lint", run: () => run("node", ["scripts/lint.ts"]) },
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

async function typecheck(): Promise<number> {
  const packages = await run("turbo", ["run", "typecheck"]);
  return packages === 0 ? run("tsc", ["-p", "scripts"]) : packages;
}
