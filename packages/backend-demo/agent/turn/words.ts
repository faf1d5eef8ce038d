import type { SessionUpdate } from "@agentclientprotocol/sdk/unstable";
import type { Conversation } from "../conversation/conversation.ts";

/** Stands for tokens: there is no model whose tokens could be counted. */
export function wordsIn(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** What a conversation has come to so far: its words, and what they cost, which is nothing but by order. */
export function usageUpdate({ exchanges, costUsd, context }: Conversation): SessionUpdate {
  const words = exchanges.reduce((sum, { prompt, answer }) => sum + wordsIn(prompt) + wordsIn(answer), 0);
  const { used, size } = context ?? { used: words, size: NO_WINDOW };
  return { sessionUpdate: "usage_update", used, size, cost: { amount: costUsd, currency: "USD" } };
}

/** The protocol wants the size of a context window; a script has none that could fill. */
const NO_WINDOW = 1_000_000;
