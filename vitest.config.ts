import { defineConfig } from "vitest/config";

/** Titles are sentences, files stand beside what they prove; `tests/e2e` is Playwright's. */
export default defineConfig({
  test: {
    // Most of the time goes into waiting for real programs to start: a core is not kept free for Vitest itself.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "node",
          // Real CLIs start in these tests, on as few as two cores; only what hangs should run into this.
          testTimeout: 30_000,
          include: [
            "packages/**/*.test.ts",
            "apps/bridge/**/*.test.ts",
            "scripts/**/*.test.ts",
            "tests/{contract,integration,faults,fixtures,history,chaos}/**/*.test.ts",
          ],
        },
      },
      {
        extends: "./apps/web/vite.config.ts",
        test: {
          name: "web",
          testTimeout: 30_000,
          environment: "jsdom",
          include: ["apps/web/**/*.test.{ts,tsx}"],
        },
      },
    ],
  },
});
