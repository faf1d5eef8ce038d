import type { ConversationInput, SpawnPlan } from "@switchyard/core/backend";

/** What to run; the same for every conversation: what differs goes through the protocol. */
export function planAcp(args: readonly string[], env: Readonly<Record<string, string>> = {}): SpawnPlan {
  return { args, env };
}

/** The conversation to go on with; null for a new one. */
export function resumedId({ start }: ConversationInput): string | null {
  return typeof start === "object" && "resume" in start ? start.resume : null;
}
