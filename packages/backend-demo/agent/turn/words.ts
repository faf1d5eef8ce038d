import type { SessionUpdate } from "@agentclientprotocol/sdk/unstable";
import type { Conversation } from "../conversation/conversation.ts";

/** Stands for tokens: there is no model whose tokens could be counted. */
export function wordsIn(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** What a conversation has come to so far: its words, and that they cost nothing. */
export function usageUpdate({ exchanges }: Conversation): SessionUpdate {
  const used = exchanges.reduce((sum, { prompt, answer }) => sum + wordsIn(prompt) + wordsIn(answer), 0);
  return { sessionUpdate: "usage_update", used, size: NO_WINDOW, cost: { amount: 0, currency: "USD" } };
}

/** The protocol wants the size of a context window; a script has none that could fill. */
const NO_WINDOW = 1_000_000;
