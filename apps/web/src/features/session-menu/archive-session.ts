import { toast } from "../../ui/toast.ts";
import { offerUndo } from "../../ui/undo.ts";
import { words } from "../../words/en.ts";
import { keepingWords } from "../../words/keeping-words.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { focusNextRow } from "./next-row.ts";
import type { ActionPlace } from "./session-actions.ts";
import { tellFailure } from "./tell-failure.ts";

/** Puts a session away; taken back, one that was not stopped can go on again. */
export function archiveWithUndo({ app, session, place }: ActionPlace): void {
  const { sessionId, title, status } = session;
  const focusNext = place === "row" ? focusNextRow(sessionId) : undefined;
  const undo = async () => {
    await app.sessions.archive(sessionId, false);
    if (status !== "stopped") await app.wire.call("resumeSession", { sessionId });
    await app.sessions.reload();
  };
  app.sessions.archive(sessionId, true).then(
    () => {
      focusNext?.();
      offerUndo(keepingWords.menu.archived(title), { undo: () => tellFailure(words.undo, undo()) });
    },
    (thrown: unknown) =>
      toast(keepingWords.menu.failed(keepingWords.menu.archive, toWireError(thrown).message)),
  );
}
