import { join } from "node:path";
import { openLog } from "@switchyard/bridge/log";
import type { SessionId } from "@switchyard/core/protocol";
import { pino } from "pino";
import { expect, test } from "vitest";
import { infoOf } from "../integration/two-projects.ts";
import { startYard } from "../integration/yard.ts";

test(
  "sessions of the real Claude that met a usage limit wait, also over a kill of the bridge; at the reset the one of which the user said so goes on, once, and the other is told",
  { timeout: 120_000 },
  async () => {
    await using before = await startYard({ settings: () => ({ resumesAfterLimit: true }) });
    const { client } = before;
    const resetsAt = Math.floor(Date.now() / 1000) + 3_600;
    const prompt = `[[error 429 Claude AI usage limit reached|${resetsAt}]]`;
    const [promised, asked] = [await before.start({ prompt }), await before.start({ prompt })];
    for (const id of [promised, asked]) {
      expect((await before.ended(id, 1)).error).toMatchObject({ code: "RATE_LIMITED", resetsAt });
    }
    await client.call("setLimitResume", { sessionId: asked, goesOn: false });
    for (const [sessionId, goesOn] of [[promised, true] as const, [asked, false] as const]) {
      const message = "[[say I go on.]]";
      expect(await client.call("sendAgentMessage", { sessionId, message })).not.toHaveProperty("turn");
      expect(await infoOf(before, sessionId)).toMatchObject({
        status: "failed",
        queued: 1,
        hold: { reason: "usage_limit", resetsAt, goesOn },
      });
    }
    await before.bridge.end("SIGKILL");
    await resetNow(before.bridge.home, [promised, asked]);

    await using yard = await startYard({ home: before.bridge.home });
    for (const sessionId of [promised, asked]) {
      await yard.client.call("subscribeSession", { sessionId, afterSeq: 0 });
      await yard.chunk(sessionId, "notice", ({ code }) => code === "limit_reset");
    }
    await yard.ended(promised, 2);
    expect(yard.text(promised, 2)).toBe("I go on.");
    expect(await infoOf(yard, promised)).toMatchObject({ queued: 0, hold: null, lastTurn: { turn: 2 } });
    expect(await infoOf(yard, asked)).toMatchObject({ queued: 1, hold: null, lastTurn: { turn: 1 } });

    // Two tabs press at once: what waits goes once.
    const pressed = await Promise.all(
      [1, 2].map(() => yard.client.call("continueSession", { sessionId: asked })),
    );
    expect(pressed).toEqual(expect.arrayContaining([{ turn: 2 }, {}]));
    await yard.ended(asked, 2);
    expect(await yard.client.call("continueSession", { sessionId: asked })).toEqual({ turn: 3 });
    await yard.ended(asked, 3);
    expect(yard.text(asked, 3)).toContain("You said: Continue.");
  },
);

/** As if the time had come while no bridge ran. */
async function resetNow(home: string, sessionIds: readonly SessionId[]): Promise<void> {
  const file = join(home, "switchyard", "switchyard.db");
  const log = openLog({ file, now: Date.now, logger: pino({ level: "silent" }) });
  for (const sessionId of sessionIds) {
    const record = log.session(sessionId);
    if (!record?.limit) throw new Error("It does not wait for a limit.");
    log.saveSession({ ...record, limit: { ...record.limit, resetsAt: Math.floor(Date.now() / 1000) - 60 } });
  }
  await log.close();
}
