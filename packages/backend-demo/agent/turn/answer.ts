import { parseOrders } from "../orders/parse.ts";
import type { StopReason } from "../orders/parse.ts";
import { runOrders } from "../orders/run.ts";
import { closeTour, talk } from "../tour/small-talk.ts";
import { giveTour } from "../tour/tour.ts";
import { tellAttached } from "./attached.ts";
import type { Turn } from "./turn.ts";

/** What the demo makes of a prompt: what it orders; else the tour on the first turn, and a few words later. */
export async function answer(turn: Turn): Promise<StopReason> {
  await tellAttached(turn);
  const orders = parseOrders(turn.prompt);
  if (orders.length > 0) return runOrders(turn, orders);
  if (isFirst(turn)) await giveTour(turn);
  else if (turn.conversation.awaitsAnswer) await closeTour(turn);
  else await talk(turn);
  return "end_turn";
}

/** A prompt that carries an earlier conversation goes on with it. */
function isFirst({ conversation, prompt }: Turn): boolean {
  return conversation.exchanges.length === 1 && !prompt.includes("<earlier-conversation>");
}
