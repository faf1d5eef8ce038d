import type { AgentChunk } from "@switchyard/core/protocol";
import type { NewChunk } from "../log/log.ts";
import { makeActivity } from "./activity.ts";
import { joinDeltas } from "./join-deltas.ts";
import type { SessionRecord } from "./record.ts";
import type { SessionDeps } from "./session-deps.ts";
import { makeUnread } from "./unread.ts";

/** Gathers what happens in a session and stores it in one go: nothing leaves before it is stored. */
export interface Journal {
  write(turn: number, body: NewChunk): void;
  readonly isEmpty: boolean;
  /** Stores what was written and the record with it; `after` is called when both are. */
  commit(after?: () => void): void;
  readTo(seq: number): void;
  unreadLast(): void;
}

export function makeJournal(
  { log, changed }: Pick<SessionDeps, "log" | "changed">,
  record: SessionRecord,
  placed: (chunk: AgentChunk) => void,
): Journal {
  const { sessionId } = record;
  const activity = makeActivity(record.activity);
  const unread = makeUnread(record.unread, log.lastSeq(sessionId));
  let pending: { turn: number; body: NewChunk }[] = [];

  /** Runs of chunks of one turn, in order. */
  function storeChunks(batch: typeof pending): void {
    let from = 0;
    for (let to = 1; to <= batch.length; to += 1) {
      const first = batch[from];
      if (first === undefined || batch[to]?.turn === first.turn) continue;
      const bodies = batch.slice(from, to).map((each) => each.body);
      note(log.append(sessionId, joinDeltas(bodies), first.turn));
      from = to;
    }
  }

  function note(chunks: readonly AgentChunk[]): void {
    for (const chunk of chunks) {
      record.lastActivity = Math.floor(chunk.at / 1000);
      record.activity = activity.after(chunk);
      unread.see(chunk);
      placed(chunk);
    }
  }

  return {
    write(turn, body) {
      pending.push({ turn, body });
    },
    get isEmpty() {
      return pending.length === 0;
    },
    commit(after) {
      const batch = pending;
      pending = [];
      storeChunks(batch);
      const isMoreText =
        batch.length > 0 && batch.every(({ body }) => isText(body)) && record.unread === unread.count();
      record.unread = unread.count();
      // While a message only grows, its line for the lists is all that changes: that is stored with what follows.
      if (!isMoreText) log.saveSession(record);
      if (after !== undefined) log.afterCommit(after);
      changed(sessionId);
    },
    readTo: (seq) => unread.readTo(seq),
    unreadLast: () => unread.unreadLast(log.lastSeq(sessionId)),
  };
}

function isText({ type }: NewChunk): boolean {
  return type === "agent_message" || type === "agent_thought";
}
