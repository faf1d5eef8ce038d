import type { AgentChunk } from "@switchyard/core/protocol";
import { itemId } from "@switchyard/core/session";

/** Counts messages and requests that came after what was read. */
export interface Unread {
  see(chunk: AgentChunk): void;
  readTo(seq: number): void;
  /** Makes the newest chunk news, where nothing is unread. */
  unreadLast(seq: number): void;
  count(): number;
}

const NEWS: ReadonlySet<AgentChunk["type"]> = new Set([
  "agent_message",
  "permission_request",
  "question_request",
]);

/** @param count what was unread when the bridge last ran; all of it stands before `lastSeq` */
export function makeUnread(count: number, lastSeq: number): Unread {
  let heads: number[] = Array.from({ length: count }, () => lastSeq);
  let lastItem = "";
  return {
    see(chunk) {
      if (!NEWS.has(chunk.type)) return;
      const item = itemId(chunk);
      if (item === lastItem) return;
      lastItem = item;
      heads.push(chunk.seq);
    },
    readTo(seq) {
      heads = heads.filter((head) => head > seq);
    },
    unreadLast(seq) {
      if (heads.length === 0 && seq > 0) heads = [seq];
    },
    count: () => heads.length,
  };
}
