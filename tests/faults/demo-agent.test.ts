import type { ChunkOf, ChunkType, SessionId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { lender } from "../integration/lent-yard.ts";
import type { Yard } from "../integration/yard.ts";
import { expectSound } from "./whole-log.ts";

// An agent of the Agent Client Protocol in each fault that a process may have: the demo takes it as an order.

const lendYard = lender();

function start(yard: Yard, prompt: string): Promise<SessionId> {
  return yard.start({ cliBackend: "demo", prompt });
}

function told<T extends ChunkType>(yard: Yard, type: T): ChunkOf<T>[] {
  return yard.client.received("agent-chunk").filter((chunk): chunk is ChunkOf<T> => chunk.type === type);
}

test.each([
  ["[[crash 3]]", "Demo, no model exited with code 3."],
  ["[[crash SIGSEGV]]", "Demo, no model was ended by SIGSEGV."],
  ["[[exit]]", "Demo, no model exited with code 0."],
])(
  "an agent that does %s in mid-turn fails that turn once, and the conversation goes on",
  async (order, message) => {
    await using yard = await lendYard();
    const id = await start(yard, `[[say Half.]] ${order}`);
    expect(await yard.ended(id, 1)).toMatchObject({
      stopReason: "process_exit",
      error: { code: "CLI_FAILED", message },
    });
    expect(yard.text(id, 1)).toBe("Half.");
    expect((await yard.say(id, "[[remember]]")).stopReason).toBe("end_turn");
    expect(yard.text(id, 2)).toContain("[[say Half.]]");
    await expectSound(yard, id);
  },
);

test("bad lines, noise and much on stderr are told, and the turn goes on", async () => {
  await using yard = await lendYard();
  const id = await start(
    yard,
    "[[say Before.]] [[badline]] [[noise Loading the model]] [[stderr 5000]] [[say After.]]",
  );
  expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
  expect(yard.text(id, 1)).toBe("Before.After.");
  const codes = told(yard, "notice").map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(["protocol_error", "noise"]));
  await expectSound(yard, id);
});

test("a flood of small messages arrives whole", async () => {
  await using yard = await lendYard();
  const id = await start(yard, "[[flood 20000]]");
  expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
  expect(yard.text(id, 1)).toBe(Array.from({ length: 20_000 }, (_, index) => `word${index} `).join(""));
  await expectSound(yard, id);
});

test("a message too long to read is set aside, and the turn goes on", async () => {
  await using yard = await lendYard();
  const id = await start(yard, "[[bigline 20000000]] [[say After.]]");
  expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
  expect(yard.text(id, 1)).toBe("After.");
  const oversize = await yard.chunk(id, "notice", ({ code }) => code === "oversize");
  expect(oversize.truncated?.bytes).toBe(20_000_000);
  await expectSound(yard, id);
});

test("an interrupt settles each of many requests once", async () => {
  await using yard = await lendYard();
  const id = await start(yard, "[[permissions 30]]");
  await yard.client.chunks(
    id,
    (chunks) => chunks.filter(({ type }) => type === "permission_request").length === 30,
  );
  await yard.client.call("interruptAgentSession", { sessionId: id });
  expect((await yard.ended(id, 1)).stopReason).toBe("interrupted");
  expect(told(yard, "permission_resolved").map(({ decision }) => decision)).toEqual(
    Array.from({ length: 30 }, () => "cancelled"),
  );
  await expectSound(yard, id);
});

test("an agent that hears no SIGTERM is ended with what it has started", async () => {
  await using yard = await lendYard();
  const id = await start(yard, "[[ignoreterm]] [[child 600]] [[hang]]");
  await yard.said(id, 1, "word0");
  await expectSound(yard, id);
  expect((await yard.ended(id, 1)).stopReason).toBe("interrupted");
});

test("what a dead agent left in a session of its own is ended, and told", async () => {
  await using yard = await lendYard();
  const id = await start(yard, "[[child 600]] [[crash 1]]");
  expect((await yard.ended(id, 1)).stopReason).toBe("process_exit");
  expect(told(yard, "notice").filter(({ code }) => code === "orphans_ended")).toHaveLength(1);
  await expectSound(yard, id);
});
