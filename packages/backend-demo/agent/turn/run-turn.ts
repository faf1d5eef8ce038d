import { setMaxListeners } from "node:events";
import type { PromptResponse } from "@agentclientprotocol/sdk/unstable";
import type { Conversation } from "../conversation/conversation.ts";
import { parsePace } from "../orders/parse.ts";
import { answer } from "./answer.ts";
import { Interrupted, openTurn, type TurnInput } from "./turn.ts";
import { usageUpdate } from "./words.ts";

/** Runs one turn to its response; `input.signal` is its request's own, `keep` puts the conversation on disk. */
export async function runTurn(
  input: TurnInput,
  keep: (conversation: Conversation) => Promise<void>,
): Promise<PromptResponse> {
  const { conversation, prompt } = input;
  const interrupt = new AbortController();
  // Each of many requests at once listens to it.
  setMaxListeners(0, interrupt.signal);
  const cut = (): void => interrupt.abort(new Interrupted());
  input.signal.addEventListener("abort", cut, { once: true });
  conversation.interrupt = interrupt;
  conversation.pace = parsePace(prompt) ?? conversation.pace;
  const turn = openTurn({ ...input, signal: interrupt.signal });
  try {
    // Before its first word: a process that ends in mid-turn still remembers what it was asked.
    await keep(conversation);
    const stopReason = await answer(turn);
    await turn.update(usageUpdate(conversation));
    return { stopReason, usage: turn.usage() };
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    return { stopReason: "cancelled", usage: turn.usage() };
  } finally {
    input.signal.removeEventListener("abort", cut);
    await keep(conversation);
    conversation.interrupt = null;
  }
}
