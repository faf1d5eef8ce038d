import { plainTranscript } from "../session/plain.ts";
import type { ConversationInput } from "./backend.ts";

/** The newest characters of a lost conversation that a new one is seeded with. */
export const MAX_SEED = 200_000;

/**
 * The first prompt of a conversation: where the CLI's own conversation is lost, it carries what our log
 * holds of it. It never begins with "/" or "@", which CLIs read as commands.
 */
export function seededPrompt(input: ConversationInput, prompt: string): string {
  if (typeof input.start !== "object" || !("reseed" in input.start)) return prompt;
  const all = plainTranscript(input.start.reseed);
  if (all === "") return prompt;
  const kept = all.length > MAX_SEED ? `[the beginning is left out]\n${all.slice(-MAX_SEED)}` : all;
  return [
    "This conversation goes on from an earlier one that could not be reopened. What was said so far:",
    "<earlier-conversation>",
    kept,
    "</earlier-conversation>",
    "",
    prompt,
  ].join("\n");
}

/**
 * The first prompt of a new conversation with a program that has no place of its own for a system prompt:
 * the persona's text stands ahead of it.
 */
export function firstPrompt(input: ConversationInput, prompt: string): string {
  const told = seededPrompt(input, prompt);
  return input.systemPrompt === undefined ? told : `${input.systemPrompt}\n\n${told}`;
}
