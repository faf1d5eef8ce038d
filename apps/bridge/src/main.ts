#!/usr/bin/env node
import module from "node:module";

// Before the imports that it is for; it saves most of the time until the bridge listens.
module.enableCompileCache();

// Whoever reads our output may go away before us.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

// A file that may not grow is a fault of that write, not our end. Node ignores the signal, but a library that
// listened for it for a while leaves it deadly.
if (process.platform !== "win32") process.on("SIGXFSZ", () => {});

const { run } = await import("./launch/run.ts");
const { default: manifest } = await import("../package.json", { with: { type: "json" } });
await run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  version: manifest.version,
  out: process.stdout,
  err: process.stderr,
  exit: (code) => process.exit(code),
  createBridge: async (options) => (await import("./bridge.ts")).createBridge(options),
});
