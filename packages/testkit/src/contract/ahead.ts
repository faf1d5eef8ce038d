import { expect, test } from "vitest";
import { converse } from "./conversation.ts";
import { LIMIT } from "./limit.ts";
import type { Rig } from "./rig.ts";

/** A process that is there before it is known which conversation it will carry. */
export function testAhead(rig: () => Rig): void {
  test("a process that was started ahead opens a conversation as a new one does", LIMIT, async () => {
    const { backend, situations, capabilities } = rig();
    const { plain } = situations;
    const ahead = rig().startAhead();
    if (backend.startsAlone !== true) {
      // A whole turn of another one: by then it is up, and has waited.
      await using other = converse(rig(), "beside one that was started ahead");
      await other.say(plain.prompt);
    }
    const permissionMode = capabilities.permissionModes.find((mode) => mode !== "default") ?? "default";
    const model = capabilities.setModel ? capabilities.models.at(-1)?.id : undefined;
    const systemPrompt = "You are a careful reviewer.";
    await using process = ahead.start("started ahead", {
      permissionMode,
      systemPrompt,
      ...(model === undefined ? {} : { model }),
    });
    expect(await process.turn(plain.prompt)).toMatchObject({ stopReason: "end_turn" });
    expect(process.text()).toContain(plain.says);
    expect(process.ofType("session_started")).toMatchObject([{ permissionMode }]);
    const written = process.recording.filter(({ dir }) => dir === "in").map(({ line }) => line);
    expect(written.some((line) => line.includes(systemPrompt))).toBe(true);
    expect(process.ofType("notice").filter(({ level }) => level !== "info")).toEqual([]);
  });
}
