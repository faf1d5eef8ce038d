import type { AgentChunk } from "@switchyard/core/protocol";
import { itemId } from "@switchyard/core/session";

/** Which items of a session go on, and with which chunk each began. */
export interface Heads {
  /** The `seq` of the first chunk of this chunk's item; its own where it is that, or belongs to none. */
  place(chunk: AgentChunk): number;
}

/** @param earlier chunks of tools and requests that may go on after a restart */
export function makeHeads(earlier: readonly AgentChunk[]): Heads {
  /** Prose and thoughts end with their turn. */
  const texts = new Map<string, number>();
  /** Tools and requests may end in a later one. */
  const items = new Map<string, number>();
  /** What has ended stays until the next turn: CLIs tell of a tool once more after its end. */
  const ended = new Set<string>();

  function place(chunk: AgentChunk): number {
    const id = itemId(chunk);
    switch (chunk.type) {
      case "turn_started":
        texts.clear();
        for (const each of ended) items.delete(each);
        ended.clear();
        return chunk.seq;
      case "agent_message":
      case "agent_thought": {
        const head = texts.get(id) ?? chunk.seq;
        texts.set(id, head);
        return head;
      }
      case "tool_call":
      case "permission_request":
      case "question_request":
        items.set(id, chunk.seq);
        ended.delete(id);
        return chunk.seq;
      case "tool_call_update":
        if (chunk.status !== "in_progress") ended.add(id);
        return items.get(id) ?? chunk.seq;
      case "permission_resolved":
      case "question_resolved":
        ended.add(id);
        return items.get(id) ?? chunk.seq;
      default:
        return chunk.seq;
    }
  }

  for (const chunk of earlier) place(chunk);
  return { place };
}
