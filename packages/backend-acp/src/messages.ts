import type { AgentEvent, AgentImage } from "@switchyard/core/backend";
import { contentText, imagesOf } from "./content.ts";
import type { Content } from "./native.ts";

type Speech = Extract<AgentEvent, { type: "agent_message" | "agent_thought" }>;

/**
 * Prose and thoughts. Where the agent does not name its messages, what it says between two other things is
 * one message.
 */
export class Messages {
  /** Texts that the agent puts into its messages and that nobody is to see. */
  hidden: readonly string[] = [];
  #kind: Speech["type"] | null = null;
  #serial = 0;
  /** The beginning of what may become a hidden text. */
  #held: { readonly text: string; readonly messageId: string | null } | null = null;

  say(kind: Speech["type"], { content, messageId }: Chunk): Speech[] {
    const images = imagesOf([content]);
    if (kind === "agent_message" && images.length > 0) {
      return [...this.#release(), ...this.#speak(kind, "", { messageId: messageId ?? null, images })];
    }
    const text = contentText(content);
    if (kind === "agent_thought" || content.type !== "text") {
      return [...this.#release(), ...this.#speak(kind, text, { messageId: messageId ?? null })];
    }
    const held = this.#held;
    this.#held = null;
    return this.#show(`${held?.text ?? ""}${text}`, messageId ?? held?.messageId ?? null);
  }

  /** Something else has come: what follows is another message. */
  pause(): Speech[] {
    const events = this.#release();
    this.#kind = null;
    return events;
  }

  /** Shows a message's text but for what is hidden, which begins where a chunk does. */
  #show(text: string, messageId: string | null): Speech[] {
    const whole = this.hidden.find((one) => text.startsWith(one));
    if (whole !== undefined) return this.#show(text.slice(whole.length), messageId);
    if (text !== "" && this.hidden.some((one) => one.startsWith(text))) {
      this.#held = { text, messageId };
      return [];
    }
    return this.#speak("agent_message", text, { messageId });
  }

  #release(): Speech[] {
    const held = this.#held;
    this.#held = null;
    return held === null ? [] : this.#speak("agent_message", held.text, held);
  }

  #speak(
    kind: Speech["type"],
    content: string,
    { messageId, images = [] }: { messageId: string | null; images?: AgentImage[] },
  ): Speech[] {
    if (content === "" && images.length === 0) return [];
    if (this.#kind !== kind) this.#serial += 1;
    this.#kind = kind;
    const messageKey = messageId ?? `run-${this.#serial}`;
    if (kind === "agent_thought" || images.length === 0) return [{ type: kind, content, messageKey }];
    return [{ type: kind, content, messageKey, images }];
  }
}

interface Chunk {
  readonly content: Content;
  readonly messageId?: string | null | undefined;
}
