import type { AgentEvent } from "@switchyard/core/backend";
import type { Assistant, StreamEvent } from "./native.ts";

type Speech = Extract<AgentEvent, { type: "agent_message" | "agent_thought" }>;
type SpokenKind = "text" | "thinking";
interface Spoken {
  readonly kind: SpokenKind;
  readonly key: string;
  text: string;
  /** The finished block has come, too. */
  isWhole: boolean;
}

/**
 * Prose and thoughts of the main conversation, each once: as deltas where the answer is streamed, else from
 * the finished block. The key of a block is the uuid of the line that it began with: the API's own ids may
 * come again.
 */
export class Messages {
  #id: string | null = null;
  #blocks = new Map<number, Spoken>();
  /** The blocks that have come whole since the last message began. */
  #told = new Set<string>();

  stream({ event, uuid, parent_tool_use_id: parent }: StreamEvent): Speech[] {
    if (typeof parent === "string") return [];
    if (event.type === "message_start") this.#begin(event.message?.id ?? null);
    const index = event.index ?? 0;
    if (event.type === "content_block_start") {
      const { type, text, thinking } = event.content_block ?? { type: "" };
      if (type !== "text" && type !== "thinking") return [];
      this.#blocks.set(index, { kind: type, key: this.#key(uuid, index), text: "", isWhole: false });
      return this.#append(index, (type === "text" ? text : thinking) ?? "");
    }
    if (event.type !== "content_block_delta") return [];
    if (event.delta?.type === "text_delta") return this.#append(index, event.delta.text ?? "");
    if (event.delta?.type === "thinking_delta") return this.#append(index, event.delta.thinking ?? "");
    return [];
  }

  /** What a finished message holds beyond what has been streamed of it. A sub-agent's comes with its result. */
  whole({ message, uuid, parent_tool_use_id: parent }: Assistant): Speech[] {
    if (typeof parent === "string") return [];
    return message.content.flatMap((block, index) => {
      if (block.type !== "text" && block.type !== "thinking") return [];
      const text = (block.type === "text" ? block.text : block.thinking) ?? "";
      const key = this.#key(uuid, index);
      const isRepeated = this.#told.has(key);
      this.#told.add(key);
      if (isRepeated) return [];
      const spoken = this.#streamed(block.type, text, message.id === this.#id);
      if (spoken === undefined) return speech(block.type, text, key);
      spoken.isWhole = true;
      const rest = text.startsWith(spoken.text) ? text.slice(spoken.text.length) : "";
      return speech(spoken.kind, rest, spoken.key);
    });
  }

  #begin(id: string | null): void {
    this.#id = id;
    this.#blocks.clear();
    this.#told.clear();
  }

  #append(index: number, delta: string): Speech[] {
    const block = this.#blocks.get(index);
    if (block === undefined) return [];
    block.text += delta;
    return speech(block.kind, delta, block.key);
  }

  /** The streamed block that a finished one ends; a cut stream goes on in a message with another id. */
  #streamed(kind: SpokenKind, text: string, isSameMessage: boolean): Spoken | undefined {
    const next = [...this.#blocks.values()].find((block) => block.kind === kind && !block.isWhole);
    const continues = next !== undefined && next.text !== "" && text.startsWith(next.text);
    return isSameMessage || continues ? next : undefined;
  }

  #key(uuid: string | undefined, index: number): string {
    return `${uuid ?? this.#id ?? "message"}:${index}`;
  }
}

/** Some commands answer as if the user had written their output; "" where a text is none. */
export function commandOutput(text: string): string {
  const output = /^<local-command-std(?:out|err)>([\s\S]*)<\/local-command-std(?:out|err)>$/.exec(text)?.[1];
  return output?.trim() ?? "";
}

function speech(kind: SpokenKind, content: string, messageKey: string): Speech[] {
  if (content === "") return [];
  return [{ type: kind === "text" ? "agent_message" : "agent_thought", content, messageKey }];
}
