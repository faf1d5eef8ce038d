import { run } from "./run.ts";

/** `turbo` with its telemetry off: `node scripts/turbo.ts run build`. */
process.exitCode = await run("turbo", process.argv.slice(2));
