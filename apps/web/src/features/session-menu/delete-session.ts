import { sessionPath } from "../../state/sessions.ts";
import { offerUndo } from "../../ui/undo.ts";
import { keepingWords } from "../../words/keeping-words.ts";
import { focusNextRow } from "./next-row.ts";
import type { ActionPlace } from "./session-actions.ts";
import { tellFailure } from "./tell-failure.ts";

/** Takes a session off the page at once, and tells the bridge when it can't be taken back any more. */
export function deleteWithUndo({ app, session, isOpen, go }: ActionPlace): void {
  const { sessionId, title, worktree } = session;
  const focusNext = focusNextRow(sessionId);
  app.sessions.hide(sessionId, true);
  if (isOpen) go("/sessions");
  focusNext();
  const told =
    worktree === null || worktree.state === "removed" || worktree.state === "missing"
      ? keepingWords.menu.deleted(title)
      : keepingWords.menu.deletedFrom(title, worktree.path);
  offerUndo(told, {
    undo() {
      app.sessions.hide(sessionId, false);
      if (isOpen) go(sessionPath(sessionId));
    },
    settle() {
      const work = app.sessions.remove(sessionId).then(() => app.drafts.forget(sessionId));
      tellFailure(keepingWords.menu.delete, work);
    },
  });
}
