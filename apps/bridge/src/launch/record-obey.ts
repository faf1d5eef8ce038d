import type { Readable } from "node:stream";
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
      const requestKey = conversation.waiting();
      if (requestKey === undefined) return show("No request waits.");
      return conversation.answer(requestKey, order.decision);
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
