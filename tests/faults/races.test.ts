import type { AgentChunk, SessionId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { processesOf, startYard, type Yard } from "../integration/yard.ts";
import { expectWhole, wholeLog } from "./whole-log.ts";

const acts = {
  stop: (yard: Yard, sessionId: SessionId) => yard.client.call("stopAgentSession", { sessionId }),
  interrupt: (yard: Yard, sessionId: SessionId) => yard.client.call("interruptAgentSession", { sessionId }),
  queue: (yard: Yard, sessionId: SessionId) =>
    yard.client.call("sendAgentMessage", { sessionId, message: "[[say queued]]" }),
  now: (yard: Yard, sessionId: SessionId) =>
    yard.client.call("sendAgentMessage", { sessionId, message: "[[say now]]", mode: "now" }),
  tool: (yard: Yard, sessionId: SessionId) =>
    yard.client.call("sendAgentMessage", { sessionId, message: "[[bash touch x]]", mode: "now" }),
  resume: (yard: Yard, sessionId: SessionId) => yard.client.call("resumeSession", { sessionId }),
  mode: (yard: Yard, sessionId: SessionId) =>
    yard.client.call("setPermissionMode", { sessionId, permissionMode: "acceptEdits" }),
  model: (yard: Yard, sessionId: SessionId) => yard.client.call("setModel", { sessionId, model: "sonnet" }),
};

const orders: (keyof typeof acts)[][] = [
  ["stop"],
  ["stop", "stop", "resume", "now"],
  ["interrupt", "queue"],
  ["interrupt", "stop", "resume", "queue"],
  ["now", "now", "now"],
  ["queue", "interrupt", "now", "interrupt"],
  ["tool", "interrupt", "tool", "stop"],
  ["mode", "model", "now", "stop", "resume", "interrupt"],
];

test.each(["before the CLI is up", "in mid-stream"])(
  "whatever is pressed in whatever order %s, logs are whole and nothing is left running",
  async (when) => {
    await using yard = await startYard();
    const sessions = await Promise.all(orders.map(() => yard.start({ prompt: "[[slow 30 every 5ms]]" })));
    const runs = sessions.map(async (sessionId, at) => {
      if (when === "in mid-stream") await yard.chunk(sessionId, "agent_message");
      // All at once, and each again when the one before it has been answered.
      const order = orders[at] ?? [];
      const press = (name: keyof typeof acts): Promise<unknown> => acts[name](yard, sessionId);
      await Promise.allSettled(order.map((name) => press(name)));
      for (const name of order) await press(name).catch(() => undefined);
    });
    await Promise.all(runs);
    await Promise.all(sessions.map((sessionId) => yard.client.call("stopAgentSession", { sessionId })));
    for (const sessionId of sessions) expectWhole(await wholeLog(yard, sessionId));
    expect(await processesOf(yard.bridge.home)).toEqual([]);
    expect((await yard.client.call("listActiveSessions", {})).sessions).toEqual([]);
  },
);

test("five clients that come and go see each chunk once and in order", async () => {
  await using yard = await startYard();
  const sessionId = await yard.start({ prompt: "[[slow 200 every 2ms]]" });
  const logs = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const seen: AgentChunk[] = [];
      for (let round = 0; round < 6; round += 1) {
        const client = await yard.bridge.connect();
        await client.call("subscribeSession", { sessionId, afterSeq: seen.at(-1)?.seq ?? 0 });
        const isEnough = (chunks: readonly AgentChunk[]): boolean =>
          chunks.length >= 5 || chunks.some((chunk) => chunk.type === "turn_ended");
        const isLast = (chunks: readonly AgentChunk[]): boolean => chunks.at(-1)?.type === "turn_ended";
        if (seen.at(-1)?.type !== "turn_ended") {
          seen.push(...(await client.chunks(sessionId, round < 5 ? isEnough : isLast)));
        }
        client.close();
        await client.closed;
      }
      return seen;
    }),
  );
  const whole = await wholeLog(yard, sessionId);
  expectWhole(whole);
  for (const log of logs) expect(log).toEqual(whole.slice(0, log.length));
  for (const log of logs) expect(log.at(-1)?.type).toBe("turn_ended");
});
