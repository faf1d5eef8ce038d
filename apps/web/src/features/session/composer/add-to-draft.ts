import type { Outgoing } from "../../../state/outgoing.ts";
import type { SessionView } from "../../../state/session-view.ts";

/** Puts a message into the composer, its text above what is there. */
export function addToDraft(view: SessionView, text: string, files: readonly Outgoing[] = []): void {
  view.files.putBack(files);
  if (text.trim() === "") return;
  view.setDraft(view.draft.trim() === "" ? text : `${text}\n\n${view.draft}`);
}
