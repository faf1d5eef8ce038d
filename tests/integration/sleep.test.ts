import { setInterval } from "node:timers/promises";
import type { SessionId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { lender } from "./lent-yard.ts";
import { markersOf, startYard, type Yard } from "./yard.ts";

const lendYard = lender();

/** The shared yard, with so many places for processes. */
async function yardWith(maxProcesses: number): Promise<Yard> {
  const yard = await lendYard();
  await yard.client.call("updateSettings", { settings: { maxProcesses } });
  return yard;
}

/** Looks again and again at how many processes live; tells the most that it saw. */
function watchProcesses({ bridge }: Yard) {
  const over = new AbortController();
  const watching = look();

  async function look(): Promise<number> {
    let most = 0;
    try {
      for await (const _ of setInterval(EVERY_MS, undefined, over)) {
        most = Math.max(most, (await markersOf(bridge.home)).size);
      }
    } catch {
      // It has seen enough.
    }
    return most;
  }

  return {
    most(): Promise<number> {
      over.abort();
      return watching;
    },
  };
}

const EVERY_MS = 100;

test.each(["claude", "gemini"])(
  "with one place, two sessions of %s that are talked to in turn sleep and wake, each remembers and keeps its mode",
  { timeout: 120_000 },
  async (cliBackend) => {
    await using yard = await yardWith(1);
    const watch = watchProcesses(yard);
    const words = ["plum", "pear"];
    const permissionMode = "plan" as const;
    const ids: SessionId[] = [];
    for (const word of words) {
      const id = await yard.start({ cliBackend, prompt: `my word is ${word}`, permissionMode });
      await yard.ended(id, 1);
      ids.push(id);
    }
    for (const [index, id] of ids.entries()) {
      expect((await yard.say(id, "[[remember]]")).stopReason).toBe("end_turn");
      expect(yard.text(id, 2)).toContain(`my word is ${words[index]}`);
    }
    expect(await watch.most()).toBe(1);
    const chunks = yard.client.received("agent-chunk");
    expect(chunks.filter(({ type }) => type === "notice")).toEqual([]);
    const opened = chunks.flatMap((chunk) => (chunk.type === "session_started" ? [chunk] : []));
    for (const id of ids) {
      const own = opened.filter(({ sessionId }) => sessionId === id);
      expect(own).toHaveLength(2);
      expect(new Set(own.map(({ cliSessionId }) => cliSessionId)).size).toBe(1);
      expect(own.map((chunk) => chunk.permissionMode)).toEqual([permissionMode, permissionMode]);
    }
    const { sessions } = await yard.client.call("listActiveSessions", {});
    expect(sessions.map(({ sessionId, status, process }) => [sessionId, status, process])).toEqual(
      expect.arrayContaining([
        [ids[0], "paused", "asleep"],
        [ids[1], "paused", "live"],
      ]),
    );
  },
);

test("a start over the limit waits in line and says its place, and a lower limit ends who is idle at once", async () => {
  await using yard = await yardWith(2);
  const idle = await yard.start({ prompt: "hello" });
  await yard.ended(idle, 1);
  const busy = await yard.start({ prompt: "[[hang]]" });
  await yard.api.untilHolding(1);
  await yard.client.call("updateSettings", { settings: { maxProcesses: 1 } });
  await yard.client.until(
    "session-updated",
    ({ session }) => session.sessionId === idle && session.process === "asleep",
  );
  const waits = await yard.start({ prompt: "[[say I had to wait.]]" });
  const notice = await yard.chunk(waits, "notice");
  expect(notice).toMatchObject({ code: "waited", level: "info" });
  const { sessions } = await yard.client.call("listActiveSessions", {});
  expect(sessions.find(({ sessionId }) => sessionId === waits)).toMatchObject({
    process: "starting",
    startPlace: 1,
  });
  yard.api.release();
  await yard.ended(busy, 1);
  await yard.ended(waits, 1);
  expect(yard.text(waits, 1)).toBe("I had to wait.");
});

test("a session whose command goes on in the background keeps its place", async () => {
  await using yard = await yardWith(1);
  const id = await yard.start({ prompt: "[[background sleep 60]]" });
  await yard.ended(id, 1);
  const next = await yard.start({ prompt: "[[say at last]]" });
  await yard.chunk(next, "notice", ({ code }) => code === "waited");
  const { sessions } = await yard.client.call("listActiveSessions", {});
  expect(sessions.find(({ sessionId }) => sessionId === id)).toMatchObject({ process: "live" });
  await yard.client.call("stopAgentSession", { sessionId: id });
  await yard.ended(next, 1);
});

test("a bridge that ends while starts wait in line ends their turns, and leaves nothing", async () => {
  await using yard = await startYard({ settings: () => ({ maxProcesses: 1 }) });
  await yard.start({ prompt: "[[hang]]" });
  await yard.api.untilHolding(1);
  const waits = await yard.start({ prompt: "hello" });
  await yard.chunk(waits, "notice", ({ code }) => code === "waited");
  expect(await yard.bridge.end()).toMatchObject({ code: 0 });
});
