#!/usr/bin/env node
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Speaks enough of the Agent Client Protocol to stream, and writes the time of each delta into it: a number
 * of ns of the machine's monotonic clock, which all its processes share.
 */
const TICKS = 500;
const GAP_MS = 2;
const sessionId = "11111111-1111-4111-8111-111111111111";

const results = {
  initialize: { protocolVersion: 1, agentCapabilities: { loadSession: true } },
  "session/new": { sessionId },
  "session/prompt": { stopReason: "end_turn" },
};

if (process.argv.includes("--version")) say("0.61.0");
else for await (const line of createInterface({ input: process.stdin })) void hear(JSON.parse(line));

async function hear({ id, method }) {
  if (method === "session/prompt") await stream();
  if (id !== undefined) say(JSON.stringify({ jsonrpc: "2.0", id, result: results[method] ?? {} }));
}

async function stream() {
  for (let tick = 0; tick < TICKS; tick += 1) {
    await sleep(GAP_MS);
    const content = { type: "text", text: `${process.hrtime.bigint()} ` };
    const params = { sessionId, update: { sessionUpdate: "agent_message_chunk", content } };
    say(JSON.stringify({ jsonrpc: "2.0", method: "session/update", params }));
  }
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
