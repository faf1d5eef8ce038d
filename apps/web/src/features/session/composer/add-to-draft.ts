import type { SessionView } from "../../../state/session-view.ts";

/** Puts a text into the composer, above what is there. */
export function addToDraft(view: SessionView, text: string): void {
  view.setDraft(view.draft.trim() === "" ? text : `${text}\n\n${view.draft}`);
}
