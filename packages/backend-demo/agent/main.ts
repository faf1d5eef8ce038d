import { readFileSync } from "node:fs";
import { ndJsonStream } from "@agentclientprotocol/sdk/unstable";
import { z } from "zod";
import { demoAgent } from "./agent.ts";
import { conversationStore } from "./conversation/store.ts";
import { openWire } from "./wire.ts";

const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
const { version } = z.object({ version: z.string() }).parse(JSON.parse(manifest));

if (process.argv.includes("--version")) {
  process.stdout.write(`${version}\n`);
} else {
  await serve();
}

/** Speaks ACP on stdin and stdout until stdin ends. */
async function serve(): Promise<void> {
  const wire = openWire(process);
  const store = conversationStore(process.env);
  const connection = demoAgent({ version, store, wire }).connect(ndJsonStream(wire.output, wire.input));
  await connection.closed;
  process.exit(0);
}
