import { toast } from "../../ui/toast.ts";
import { offerUndo } from "../../ui/undo.ts";
import { words as common } from "../../words/en.ts";
import { inboxWords as words } from "../../words/inbox-words.ts";
import { tellFailure } from "../session-menu/tell-failure.ts";
import type { InboxItem } from "../../state/inbox.ts";
import type { Inbox } from "./create-inbox.ts";

/** Marks what has ended as read, and a failure as seen; both can be taken back. */
export function markRead(inbox: Inbox, items: readonly InboxItem[]): void {
  const ended = items.filter(({ kind }) => kind === "failure" || kind === "finished");
  if (ended.length === 0) return;
  const undos = ended.map((item) => {
    inbox.settle(item.key, words.read);
    return item.kind === "failure" ? seeFailure(inbox, item) : readEnd(inbox, item);
  });
  offerUndo(words.markedRead(ended.length), {
    undo() {
      for (const { key } of ended) inbox.unsettle(key);
      for (const undo of undos) undo();
    },
  });
}

/** All that has finished; a failure is dealt with one by one. */
export function markAllRead(inbox: Inbox): void {
  const finished = inbox.rows().filter(({ item, isGone }) => item.kind === "finished" && !isGone);
  markRead(
    inbox,
    finished.map(({ item }) => item),
  );
}

function seeFailure({ app: { seen } }: Inbox, { session: { sessionId, lastSeq } }: InboxItem): () => void {
  const before = seen.upTo(sessionId);
  seen.mark(sessionId, lastSeq);
  return () => seen.restore(sessionId, before);
}

function readEnd(inbox: Inbox, { key, session: { sessionId, lastSeq } }: InboxItem): () => void {
  const { app } = inbox;
  app.wire.call("markSessionRead", { sessionId, seq: lastSeq }).catch(() => {
    inbox.unsettle(key);
    toast(words.markReadFailed);
  });
  return () => tellFailure(common.undo, app.sessions.markUnread(sessionId));
}
