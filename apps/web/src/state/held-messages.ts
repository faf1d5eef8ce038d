import { Attachment, MessageId, SessionId } from "@switchyard/core/protocol";
import { z } from "zod";

/** A message that no bridge is known to have taken, as this browser keeps it over reloads. */
export type HeldMessage = z.infer<typeof HeldMessage>;

const HeldMessage = z.object({
  sessionId: SessionId,
  messageId: MessageId,
  text: z.string(),
  mode: z.enum(["queue", "now"]),
  attachments: z.array(Attachment).default([]),
  /** Names of files that were still on their way to the bridge: their bytes are not kept here. */
  missing: z.array(z.string()).default([]),
  /** Unix ms. */
  at: z.number(),
  hasFailed: z.boolean(),
});

/** Each has a place of its own, so that two tabs do not write over each other. */
const PREFIX = "switchyard.held.";
/** In characters, of all together: a browser gives an origin some five million. */
const MOST_CHARACTERS = 2_000_000;

/** False: there is no room for it, or the browser keeps nothing. */
export function keepHeld(message: HeldMessage): boolean {
  try {
    const text = JSON.stringify(message);
    const others = heldKeys().filter((key) => key !== PREFIX + message.messageId);
    const used = others.reduce((sum, key) => sum + (localStorage.getItem(key)?.length ?? 0), 0);
    if (used + text.length > MOST_CHARACTERS) return false;
    localStorage.setItem(PREFIX + message.messageId, text);
    return true;
  } catch {
    return false;
  }
}

export function forgetHeld(messageId: string): void {
  try {
    localStorage.removeItem(PREFIX + messageId);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** All that is kept, in the order of their sending. */
export function recallHeld(): HeldMessage[] {
  try {
    return heldKeys()
      .flatMap((key) => parsed(localStorage.getItem(key)))
      .toSorted((a, b) => a.at - b.at);
  } catch {
    return [];
  }
}

/** Tells when another tab forgets a message; returns what ends it. */
export function onForgotten(listener: (messageId: string) => void): () => void {
  const told = (event: StorageEvent) => {
    if (event.newValue === null && event.key?.startsWith(PREFIX)) listener(event.key.slice(PREFIX.length));
  };
  window.addEventListener("storage", told);
  return () => window.removeEventListener("storage", told);
}

function heldKeys(): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
}

function parsed(text: string | null): HeldMessage[] {
  try {
    const message = HeldMessage.safeParse(JSON.parse(text ?? "null"));
    return message.success ? [message.data] : [];
  } catch {
    return [];
  }
}
