import {
  methods,
  type PermissionOption,
  type RequestPermissionRequest,
  type ToolCallUpdate,
} from "@agentclientprotocol/sdk/unstable";
import { z } from "zod";
import { Interrupted, type Turn } from "./turn.ts";

export type Decision = "allow_once" | "allow_always" | "reject_once";

/**
 * Asks the user to allow a tool call and waits for as long as it takes. What is no clear yes is a no; an answer
 * `cancelled`, or the cancel of the turn, throws `Interrupted`.
 */
export async function askPermission(turn: Turn, toolCall: ToolCallUpdate): Promise<Decision> {
  const { signal, conversation } = turn;
  signal.throwIfAborted();
  const params: RequestPermissionRequest = { sessionId: conversation.id, toolCall, options: [...OPTIONS] };
  const asked = turn.client.request(methods.client.session.requestPermission, params);
  // The SDK rejects it where the client answers by an error: then nobody was asked.
  const answer = await Promise.race([asked.catch(() => null), interrupted(signal)]);
  const outcome = Answer.safeParse(answer).data?.outcome;
  if (outcome?.outcome === "cancelled") throw new Interrupted();
  return OPTIONS.find(({ optionId }) => optionId === outcome?.optionId)?.kind ?? "reject_once";
}

const Answer = z.object({
  outcome: z.discriminatedUnion("outcome", [
    z.object({ outcome: z.literal("cancelled") }),
    z.object({ outcome: z.literal("selected"), optionId: z.string() }),
  ]),
});

const OPTIONS = [
  { optionId: "allow-once", name: "Allow once", kind: "allow_once" },
  { optionId: "allow-always", name: "Allow for this session", kind: "allow_always" },
  { optionId: "reject-once", name: "Reject", kind: "reject_once" },
] as const satisfies PermissionOption[];

/** Never resolves; rejects when the turn is cancelled. */
export function interrupted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(signal.reason instanceof Error ? signal.reason : new Interrupted());
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
  });
}
