import { expect, test } from "vitest";
import { converse } from "./conversation.ts";
import type { Rig } from "./rig.ts";
import { LIMIT } from "./limit.ts";

/** Opening, turns one after the other, and interrupts. */
export function testTurns(rig: () => Rig): void {
  test("it takes prompts when it has opened, and no turn has begun by then", LIMIT, async () => {
    await using process = rig().start("open");
    await process.until(() => process.state() === "ready");
    const early = process.events.filter(({ type }) => type.startsWith("turn_") || type === "agent_message");
    expect(early).toEqual([]);
  });

  test("a first turn tells its conversation, streams its answer and ends once", LIMIT, async () => {
    const { plain } = rig().situations;
    await using conversation = converse(rig(), "first turn");
    const { text, end } = await conversation.say(plain.prompt);
    expect(text).toContain(plain.says);
    expect(end).toMatchObject({ stopReason: "end_turn" });
    const { usage, resume } = rig().capabilities;
    const told = { usage: end?.usage !== undefined, id: conversation.cliSessionId() !== null };
    expect(told).toMatchObject({ ...(usage ? { usage } : {}), ...(resume ? { id: true } : {}) });
    const ends = conversation.process.events.filter(({ type }) => type === "turn_ended");
    expect(ends).toHaveLength(1);
  });

  test("a follow-up remembers what was said", LIMIT, async () => {
    const { tell, ask, answer } = rig().situations.followUp;
    await using conversation = converse(rig(), "follow-up");
    expect((await conversation.say(tell)).end).toMatchObject({ stopReason: "end_turn" });
    expect((await conversation.say(ask)).text).toContain(answer);
  });

  test("an interrupt in mid-stream ends the turn, and the next prompt works", LIMIT, async () => {
    const { stream, plain } = rig().situations;
    await using conversation = converse(rig(), "interrupt in mid-stream");
    conversation.prompt(stream);
    await conversation.process.next("agent_message");
    const turn = await conversation.interrupted();
    // Where the process is ended for it, the bridge knows what it has done.
    const { live } = rig().capabilities;
    const how = live ? turn.end?.stopReason : (await conversation.process.ended).reason;
    expect(how).toBe(live ? "interrupted" : "stop");
    expect((await conversation.say(plain.prompt)).text).toContain(plain.says);
  });
}

/** What only a process for many turns can show. */
export function testLiveTurns(rig: () => Rig): void {
  test("an interrupt right behind the prompt ends the turn, and the next prompt works", LIMIT, async () => {
    const { stream, plain } = rig().situations;
    await using conversation = converse(rig(), "interrupt at once");
    await conversation.process.until(() => conversation.process.state() === "ready");
    conversation.prompt(stream);
    expect((await conversation.interrupted()).end).toMatchObject({ stopReason: "interrupted" });
    const next = await conversation.say(plain.prompt);
    expect(next.text).toContain(plain.says);
    expect(next.end).toMatchObject({ stopReason: "end_turn" });
  });

  test("a prompt that is given before it has opened is not lost", LIMIT, async () => {
    const { plain } = rig().situations;
    await using conversation = converse(rig(), "prompt at once");
    expect((await conversation.say(plain.prompt)).text).toContain(plain.says);
  });

  test("it ends by itself when it is closed, and no turn ends with it", LIMIT, async () => {
    await using process = rig().start("close");
    await process.until(() => process.state() === "ready");
    process.send({ type: "close" });
    expect(process.state()).toBe("closable");
    expect(await process.ended).toMatchObject({ reason: "exit", signal: null });
    expect(process.events.filter(({ type }) => type === "turn_ended")).toEqual([]);
  });
}
