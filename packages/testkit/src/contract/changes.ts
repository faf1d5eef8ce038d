import type { Capabilities } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { converse } from "./conversation.ts";
import type { Driven } from "./driver.ts";
import { LIMIT } from "./limit.ts";
import type { Rig } from "./rig.ts";

/** The permission mode, from the start and in mid-session. */
export function testModes(rig: () => Rig): void {
  test("each permission mode is taken on in mid-session, and told", LIMIT, async () => {
    const { situations, capabilities } = rig();
    await using conversation = converse(rig(), "mode change");
    await conversation.say(situations.plain.prompt);
    const modes = [...capabilities.permissionModes.filter((mode) => mode !== "default"), "default" as const];
    expect(modes.length).toBeGreaterThan(1);
    for (const permissionMode of modes) {
      conversation.process.send({ type: "set_mode", permissionMode });
      // oxlint-disable-next-line no-await-in-loop -- one change after the other is what is tested
      await conversation.process.next("mode", (told) => told.permissionMode === permissionMode);
    }
    expect((await conversation.say(situations.plain.prompt)).text).toContain(situations.plain.says);
  });

  test("the permission mode that it is started in is in force before anything is said", LIMIT, async () => {
    const { situations, capabilities } = rig();
    const permissionMode = capabilities.permissionModes.find((mode) => mode !== "default") ?? "default";
    await using conversation = converse(rig(), "started in a mode", { permissionMode });
    await conversation.say(situations.plain.prompt);
    const { events } = conversation.process;
    const said = events.findIndex(({ type }) => type === "agent_message");
    const told = events
      .slice(0, said)
      .flatMap((event) => ("permissionMode" in event ? [event.permissionMode] : []));
    expect(told.at(-1)).toBe(permissionMode);
  });
}

/** The model, in mid-session. */
export function testModels(rig: () => Rig): void {
  test("each model is taken on in mid-session, without a word of complaint", LIMIT, async () => {
    const { situations, capabilities } = rig();
    await using conversation = converse(rig(), "model change");
    await conversation.say(situations.plain.prompt);
    const { models } = { ...capabilities, ...toldBy(conversation.process) };
    expect(models).not.toEqual([]);
    for (const { id: model } of models) conversation.process.send({ type: "set_model", model });
    const turn = await conversation.say(situations.plain.prompt);
    expect(turn.end).toMatchObject({ stopReason: "end_turn" });
    expect(conversation.process.events).not.toContainEqual(
      expect.objectContaining({ type: "notice", level: expect.stringMatching(/warning|error/) as unknown }),
    );
  });
}

/** What the program tells of itself. */
export function testAbilities(rig: () => Rig, told: object): void {
  test("it tells what it can do", LIMIT, async () => {
    await using conversation = converse(rig(), "abilities");
    await conversation.say(rig().situations.plain.prompt);
    expect(toldBy(conversation.process)).toMatchObject(told);
  });
}

function toldBy({ events }: Driven): Partial<Capabilities> {
  const told: Partial<Capabilities> = {};
  for (const event of events) if (event.type === "abilities") Object.assign(told, event.capabilities);
  return told;
}
