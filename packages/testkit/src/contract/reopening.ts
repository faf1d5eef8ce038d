import type { ConversationInput } from "@switchyard/core/backend";
import { emptyTranscript, type Section, type Transcript, type UserItem } from "@switchyard/core/session";
import { expect, test } from "vitest";
import { converse } from "./conversation.ts";
import { LIMIT } from "./limit.ts";
import type { Rig } from "./rig.ts";

/** Going on with a conversation in a new process. */
export function testResume(rig: () => Rig): void {
  test("a new process goes on with the conversation and remembers", LIMIT, async () => {
    const { tell, ask, answer } = rig().situations.followUp;
    await using conversation = converse(rig(), "resume");
    await conversation.say(tell);
    await conversation.leave();
    const { text, end } = await conversation.say(ask);
    expect(text).toContain(answer);
    expect(end).toMatchObject({ stopReason: "end_turn" });
    await conversation.leave();
    expect((await conversation.say(ask)).text).toContain(answer);
  });

  test.each([
    ["it does not know", "00000000-0000-4000-8000-000000000000"],
    ["is no id at all", "--help; $(touch never)"],
  ])("a conversation that %s is told as lost before any turn ends", LIMIT, async (_, resume) => {
    await using process = rig().start("unresumable", { start: { resume } });
    process.prompt(rig().situations.plain.prompt);
    await process.ended;
    expect(process.events.filter(({ type }) => type === "turn_ended" || type === "agent_message")).toEqual(
      [],
    );
    // Where a process has one turn, its exit is what the bridge goes by.
    expect(process.state() === "unresumable").toBe(rig().capabilities.live);
  });
}

/** What a new conversation is told beside its first prompt. */
export function testSeed(rig: () => Rig): void {
  test.each<[string, Partial<ConversationInput>, string]>([
    ["what was said in one that was lost", { start: { reseed: lost() } }, "My word is medlar."],
    ["its persona", { systemPrompt: "You are a careful reviewer." }, "You are a careful reviewer."],
  ])("a new conversation is told %s, by its input alone", LIMIT, async (_, input, told) => {
    const { plain } = rig().situations;
    await using conversation = converse(rig(), "seed", input);
    expect((await conversation.say(plain.prompt)).end).toMatchObject({ stopReason: "end_turn" });
    const { recording } = conversation.process;
    expect(recording.some(({ dir, line }) => dir === "in" && line.includes(told))).toBe(true);
  });
}

function lost(): Transcript {
  const at = { at: 0, updatedAt: 0 };
  const item: UserItem = {
    ...at,
    kind: "user",
    id: "u",
    messageId: "m",
    text: "My word is medlar.",
    truncated: null,
    attachments: [],
  };
  const section: Section = {
    key: 1,
    turn: 1,
    by: "user",
    startedAt: 0,
    end: null,
    items: [item],
  };
  return { ...emptyTranscript(), sections: [section] };
}
