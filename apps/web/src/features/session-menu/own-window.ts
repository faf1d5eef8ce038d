import { sessionPath } from "../../state/sessions.ts";
import { toast } from "../../ui/toast.ts";
import { keepingWords } from "../../words/keeping-words.ts";

/** Opens a session in a window of its own; where it has one already, that one comes to the front. */
export function openOwnWindow(sessionId: string): void {
  // Its token is in this origin's storage: the address holds none.
  const opened = window.open(
    `${sessionPath(sessionId)}?window=1`,
    `switchyard-${sessionId}`,
    "popup,width=880,height=900",
  );
  if (opened === null) return toast(keepingWords.menu.windowBlocked);
  opened.focus();
}
