import { expect, test } from "vitest";
import { converse, type Conversation } from "./conversation.ts";
import type { EventOf } from "./driver.ts";
import type { Effect } from "./fixtures.ts";
import { LIMIT } from "./limit.ts";
import type { Rig } from "./rig.ts";

/** What happens to a call that needs the user's permission. */
export function testPermissions(rig: () => Rig): void {
  test("what is allowed is done, and not before", LIMIT, async () => {
    const effect = effectOf(rig());
    await using conversation = converse(rig(), "permission allowed");
    const asked = await ask(conversation, effect);
    expect(asked.options.map(({ decision }) => decision)).toEqual(
      expect.arrayContaining(["allow_once", "reject_once"]),
    );
    expect(effect.isDone()).toBe(false);
    answer(conversation, asked, "allow_once");
    expect((await conversation.ended()).end).toMatchObject({ stopReason: "end_turn" });
    expect(effect.isDone()).toBe(true);
    expect(endsOf(conversation, asked)).toEqual(["completed"]);
  });

  test("what is rejected is not done, and its call ends as failed", LIMIT, async () => {
    const effect = effectOf(rig());
    await using conversation = converse(rig(), "permission rejected");
    const asked = await ask(conversation, effect);
    answer(conversation, asked, "reject_once");
    expect((await conversation.ended()).end).toBeDefined();
    expect(effect.isDone()).toBe(false);
    expect(endsOf(conversation, asked)).toEqual(["failed"]);
    const { plain } = rig().situations;
    expect((await conversation.say(plain.prompt)).text).toContain(plain.says);
  });

  test("an interrupt cancels a request that waits, and the next prompt works", LIMIT, async () => {
    const effect = effectOf(rig());
    await using conversation = converse(rig(), "permission cancelled");
    await ask(conversation, effect);
    expect((await conversation.interrupted()).end).toMatchObject({ stopReason: "interrupted" });
    expect(effect.isDone()).toBe(false);
    const { plain } = rig().situations;
    expect((await conversation.say(plain.prompt)).text).toContain(plain.says);
    expect(effect.isDone()).toBe(false);
  });
}

function effectOf({ situations, stage }: Rig): Effect {
  if (situations.permission === undefined) throw new Error("The fixtures have no prompt for a permission.");
  return situations.permission(stage);
}

function ask(conversation: Conversation, effect: Effect): Promise<EventOf<"permission_request">> {
  conversation.prompt(effect.prompt);
  return conversation.process.next("permission_request");
}

function answer(
  { process }: Conversation,
  { requestKey }: EventOf<"permission_request">,
  decision: "allow_once" | "reject_once",
): void {
  process.send({ type: "answer", requestKey, decision });
}

/** How the call that was asked for ended. */
function endsOf({ process }: Conversation, { toolCallId }: EventOf<"permission_request">): string[] {
  return process.events.flatMap((event) =>
    event.type === "tool_call_update" && event.toolCallId === toolCallId && event.status !== "in_progress"
      ? [event.status]
      : [],
  );
}
