/** The floor of the bridge's start: what it imports before it listens, and nothing done with it. */
import { enableCompileCache } from "node:module";

enableCompileCache();
await import("../../apps/bridge/src/bridge.ts");
await import("commander");
process.stdout.write("ready\n");
setInterval(() => undefined, 1 << 30);
