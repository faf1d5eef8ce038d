import { defineConfig } from "@playwright/test";
import { launchOptions } from "./e2e/browser.ts";

export default defineConfig({
  testDir: "./e2e",
  outputDir: "../test-results",
  globalSetup: "./e2e/unpack-browser.ts",
  // Two cores: one for the browser and the page, one for the bridge and its CLIs.
  workers: 1,
  forbidOnly: process.env["CI"] !== undefined,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: process.env["CI"] === undefined ? "list" : [["list"]],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: launchOptions(),
    // Recording takes a third of the time: `--trace on` where a failure has to be looked into.
    trace: "off",
    screenshot: "only-on-failure",
  },
});
