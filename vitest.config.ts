import { defineConfig } from "vitest/config";

/** In ms. Real CLIs start in the tests, on as few as two cores; only what hangs should run into this. */
const REAL_PROGRAMS = 30_000;

/** Titles are sentences, files stand beside what they prove; `tests/e2e` is Playwright's. */
export default defineConfig({
  test: {
    // Much of the time goes into waiting for real programs: more files are under way than there are cores.
    maxWorkers: "150%",
    projects: [
      {
        test: {
          name: "units",
          testTimeout: REAL_PROGRAMS,
          // What they need of their own is a resource: a process for each file would take longer than its tests do.
          isolate: false,
          include: ["packages/**/*.test.ts", "apps/bridge/**/*.test.ts", "scripts/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "across",
          testTimeout: REAL_PROGRAMS,
          // What the tests of a file share starts and ends there.
          hookTimeout: REAL_PROGRAMS,
          include: [
            "tests/{contract,integration,faults,fixtures,history,chaos}/**/*.test.ts",
            "examples/**/*.test.js",
          ],
        },
      },
      {
        extends: "./apps/web/vite.config.ts",
        test: {
          name: "web",
          testTimeout: REAL_PROGRAMS,
          environment: "jsdom",
          // As above: it takes nothing over from there.
          maxWorkers: "150%",
          // A page for each file would take longer than its tests do.
          isolate: false,
          setupFiles: ["apps/web/src/testing/setup.ts"],
          include: ["apps/web/**/*.test.{ts,tsx}"],
        },
      },
    ],
  },
});
