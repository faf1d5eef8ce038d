import type { QueuedMessage } from "@switchyard/core/protocol";
import type { SessionView } from "../../../state/session-view.ts";
import { waitsInBatch } from "../../../state/status.ts";
import { toast } from "../../../ui/toast.ts";
import { offerUndo } from "../../../ui/undo.ts";
import { sessionWords } from "../../../words/session-words.ts";
import { attempt } from "../session-context.ts";
import { addToDraft } from "./add-to-draft.ts";

const words = sessionWords.queue;

/** A very long message is listed by its beginning: what is not all here can't be sent again from here. */
export function isWhole({ bytes, message }: QueuedMessage): boolean {
  return bytes === undefined || bytes === new TextEncoder().encode(message).length;
}

/** Takes a message out of the queue and sends it now; where the queue was held, the rest follows. */
export async function runNow(view: SessionView, queued: QueuedMessage): Promise<void> {
  const { messageId, message, held, attachments = [] } = queued;
  // The first of a queue that waits for the user goes as it is, and needs no other place.
  if (held && view.queue[0]?.messageId === messageId && !waitsInBatch(view.info)) {
    return void (await attempt(words.runNow, () => view.goOn()));
  }
  if (await attempt(words.runNow, () => view.withdraw(messageId))) view.send(message, "now", attachments);
}

/** Takes a message out of the queue; its id is used up, so that taken back it is a new one, at the end. */
export async function remove(view: SessionView, queued: QueuedMessage): Promise<boolean> {
  const { messageId } = queued;
  if (!(await attempt(words.remove, () => view.withdraw(messageId)))) return false;
  if (isWhole(queued)) offerUndo(words.removed, { undo: () => putBack(view, queued) });
  return true;
}

function putBack(view: SessionView, { message, attachments = [] }: QueuedMessage): void {
  // Without a turn to wait for, a message would start one at once.
  if (view.info.status !== "running") {
    addToDraft(view, message, attachments);
    return toast(words.backInComposer);
  }
  view.send(message, "queue", attachments);
  toast(words.backAtEnd);
}
