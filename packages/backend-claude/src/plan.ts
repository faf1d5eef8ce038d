import { z } from "zod";
import type { ConversationInput, SpawnPlan } from "@switchyard/core/backend";

/**
 * The same for every prompt, persona, model and mode: those go through the control protocol. The mode is
 * named nevertheless, since the user's own settings may hold another. With EnterPlanMode Claude changes the
 * session's mode without asking.
 */
const ARGS: readonly string[] = [
  "-p",
  "--input-format",
  "stream-json",
  "--output-format",
  "stream-json",
  "--verbose",
  "--include-partial-messages",
  "--permission-prompt-tool",
  "stdio",
  "--permission-mode=default",
  "--disallowedTools=EnterPlanMode",
];

/** What to run for a conversation; an id that is no UUID never reaches the command line. */
export function planClaude(input: ConversationInput): SpawnPlan {
  const id = resumedId(input);
  return { args: id === null ? ARGS : [...ARGS, `--resume=${id}`] };
}

/** The conversation to go on with; null where there is none or its id is no UUID. */
export function resumedId({ start }: ConversationInput): string | null {
  if (typeof start !== "object" || !("resume" in start)) return null;
  return z.guid().safeParse(start.resume).data ?? null;
}

/** Claude's words for a conversation that it cannot go on with. */
export const REFUSED_RESUME = /no conversation|session id|--resume/i;
