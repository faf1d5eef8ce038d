const ROW = "[data-session-row]";

/** Gives the focus to a session's own row, once what is on screen has followed. */
export function focusRow(sessionId: string): void {
  queueMicrotask(() => document.querySelector<HTMLElement>(`[data-session-row="${sessionId}"]`)?.focus());
}

/** Remembers the row after a session's, for the focus to go to when that one has left the list. */
export function focusNextRow(sessionId: string): () => void {
  const rows = [...document.querySelectorAll<HTMLElement>(ROW)];
  const at = rows.findIndex((row) => row.dataset["sessionRow"] === sessionId);
  const next = at < 0 ? undefined : (rows[at + 1] ?? rows[at - 1]);
  return () => queueMicrotask(() => next?.isConnected === true && next.focus());
}
