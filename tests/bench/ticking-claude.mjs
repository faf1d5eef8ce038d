#!/usr/bin/env node
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Speaks enough of Claude Code's stream-json to stream, and writes the time of each delta into it: a number
 * of ns of the machine's monotonic clock, which all its processes share.
 */
const TICKS = Number(process.env.TICKS ?? 500);
const GAP_MS = Number(process.env.TICK_GAP_MS ?? 2);
let turns = 0;

if (process.argv.includes("--version")) say("2.1.330 (Claude Code)");
else if (process.argv.includes("auth")) say('{"loggedIn": true}');
else for await (const line of createInterface({ input: process.stdin })) await hear(JSON.parse(line));

async function hear(message) {
  if (message.type === "control_request") {
    const response = {
      subtype: "success",
      request_id: message.request_id,
      response: { models: [], commands: [] },
    };
    tell({ type: "control_response", response });
  }
  if (message.type === "user") await answer();
}

async function answer() {
  turns += 1;
  const id = `msg_${turns}`;
  tell({
    type: "system",
    subtype: "init",
    cwd: process.cwd(),
    tools: [],
    model: "ticking",
    permissionMode: "default",
    claude_code_version: "2.1.330",
  });
  const event = (body) => tell({ type: "stream_event", event: body, parent_tool_use_id: null });
  event({
    type: "message_start",
    message: { id, role: "assistant", content: [], model: "ticking", usage: {} },
  });
  event({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } });
  for (let tick = 0; tick < TICKS; tick += 1) {
    await sleep(GAP_MS);
    event({
      type: "content_block_delta",
      index: 0,
      delta: { type: "text_delta", text: `${process.hrtime.bigint()} ` },
    });
  }
  event({ type: "content_block_stop", index: 0 });
  event({ type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: TICKS } });
  event({ type: "message_stop" });
  const usage = { input_tokens: 1, output_tokens: TICKS };
  tell({
    type: "result",
    subtype: "success",
    is_error: false,
    result: "",
    num_turns: 1,
    total_cost_usd: 0,
    usage,
  });
}

function tell(message) {
  say(
    JSON.stringify({
      ...message,
      session_id: "11111111-1111-4111-8111-111111111111",
      uuid: `u${Math.random()}`,
    }),
  );
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
