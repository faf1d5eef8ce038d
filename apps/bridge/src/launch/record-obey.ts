import type { Readable } from "node:stream";
import type { QuestionRequestEvent } from "@switchyard/core/backend";
import { Answers, InvalidParamsError } from "@switchyard/core/protocol";
import { takeAnswers } from "../session/form-answers.ts";
import type { RecordConversation } from "./record-conversation.ts";
import { linesOf } from "./record-lines.ts";
import { type Order, parseOrder } from "./record-orders.ts";

/** Leads a conversation by the lines of an input, one after the other, and closes it at their end. */
export async function obeyAll(
  conversation: RecordConversation,
  input: Readable,
  show: (line: string) => void,
): Promise<void> {
  try {
    for await (const line of linesOf(input)) {
      await obey(conversation, parseOrder(line), show);
      if (conversation.fault() !== null) break;
    }
  } catch (error) {
    // Ended by a signal.
    if (!input.destroyed) throw error;
  }
  await conversation.until(() => !conversation.isTurnOpen() || conversation.waiting() !== undefined);
  // No answer means no.
  if (conversation.isTurnOpen()) conversation.interrupt();
  await conversation.until(() => !conversation.isTurnOpen());
  await conversation.close();
}

async function obey(
  conversation: RecordConversation,
  order: Order,
  show: (line: string) => void,
): Promise<void> {
  const settled = (): boolean => !conversation.isTurnOpen() || conversation.waiting() !== undefined;
  switch (order.kind) {
    case "nothing":
      return;
    case "mistake":
      return show(order.message);
    case "answer": {
      await conversation.until(settled);
      const request = conversation.waiting();
      if (request === undefined) return show("No request waits.");
      if (request.type === "question_request")
        return show("A form waits: fill it with /answer, or /skip it.");
      return conversation.answer(request, order.decision);
    }
    case "fill": {
      await conversation.until(settled);
      const request = conversation.waiting();
      if (request?.type !== "question_request") return show("No form waits.");
      const answers = filled(request, order.text);
      if (typeof answers === "string") return show(answers);
      return conversation.fill(request, answers);
    }
    case "interrupt":
      await conversation.until(() => !conversation.isTurnOpen() || conversation.hasSpoken());
      if (!conversation.isTurnOpen()) return show("No turn is open.");
      return conversation.interrupt();
    case "prompt":
      await conversation.until(settled);
      if (conversation.isTurnOpen()) return show("A request waits: answer it first, or interrupt the turn.");
      return conversation.prompt(order.text);
    case "mode":
      await conversation.until(() => !conversation.isTurnOpen());
      return conversation.setMode(order.permissionMode);
    case "model":
      await conversation.until(() => !conversation.isTurnOpen());
      return conversation.setModel(order.model);
  }
}

/** What a form is answered with; a text: why it can't be. */
function filled({ questions }: QuestionRequestEvent, text: string | null): Answers | string | null {
  if (text === null) return null;
  const given = parsed(text) ?? Object.fromEntries(questions.map(({ questionId }) => [questionId, text]));
  try {
    return takeAnswers(questions, given);
  } catch (error) {
    if (!(error instanceof InvalidParamsError)) throw error;
    return error.issues.map(({ path, message }) => `${path.slice(1).join(" ")}: ${message}`).join(" ");
  }
}

function parsed(text: string): Answers | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return Answers.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
