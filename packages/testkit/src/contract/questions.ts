import type { Answers } from "@switchyard/core/protocol";
import { answerFault } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { converse, type Conversation } from "./conversation.ts";
import type { EventOf } from "./driver.ts";
import type { Asking } from "./fixtures.ts";
import { LIMIT } from "./limit.ts";
import type { Rig } from "./rig.ts";

/** What happens to a form that waits for the user. */
export function testQuestions(rig: () => Rig, { prompt, answers, says }: Asking): void {
  test("a form waits, and its answers are heard", LIMIT, async () => {
    await using conversation = converse(rig(), "form answered");
    const asked = await ask(conversation, prompt);
    expect(conversation.process.text()).not.toContain(says);
    const given: Answers = Object.fromEntries(
      asked.questions.flatMap(({ questionId }, index) => {
        const answer = answers[index];
        return answer === undefined ? [] : [[questionId, answer]];
      }),
    );
    expect(answerFault(asked.questions, given)).toBeNull();
    answer(conversation, asked, given);
    const { text, end } = await conversation.ended();
    expect(end).toMatchObject({ stopReason: "end_turn" });
    expect(text).toContain(says);
    expect(endsOf(conversation, asked)).toEqual(asked.toolCallId === undefined ? [] : ["completed"]);
  });

  test("a form that is left unanswered lets the turn go on", LIMIT, async () => {
    await using conversation = converse(rig(), "form skipped");
    const asked = await ask(conversation, prompt);
    answer(conversation, asked, null);
    const { text, end } = await conversation.ended();
    expect(end).toMatchObject({ stopReason: "end_turn" });
    expect(text).not.toContain(says);
    expect(endsOf(conversation, asked)).toEqual(asked.toolCallId === undefined ? [] : ["failed"]);
  });

  test("an interrupt takes a form back, and the next prompt works", LIMIT, async () => {
    await using conversation = converse(rig(), "form cancelled");
    const { requestKey } = await ask(conversation, prompt);
    expect((await conversation.interrupted()).end).toMatchObject({ stopReason: "interrupted" });
    expect(conversation.process.ofType("question_resolved")).toMatchObject([
      { requestKey, outcome: "cancelled" },
    ]);
    const { plain } = rig().situations;
    expect((await conversation.say(plain.prompt)).text).toContain(plain.says);
  });
}

function ask(conversation: Conversation, prompt: string): Promise<EventOf<"question_request">> {
  conversation.prompt(prompt);
  return conversation.process.next("question_request");
}

function answer(
  { process }: Conversation,
  { requestKey }: EventOf<"question_request">,
  answers: Answers | null,
): void {
  process.send({ type: "answer_question", requestKey, answers });
}

/** How the call that asked ended. */
function endsOf({ process }: Conversation, { toolCallId }: EventOf<"question_request">): string[] {
  return process
    .ofType("tool_call_update")
    .filter((update) => update.toolCallId === toolCallId && update.status !== "in_progress")
    .map(({ status }) => status);
}
