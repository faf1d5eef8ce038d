const ROW = "[data-session-row]";

/** Remembers the row after a session's, for the focus to go to when that one has left the list. */
export function focusNextRow(sessionId: string): () => void {
  const rows = [...document.querySelectorAll<HTMLElement>(ROW)];
  const at = rows.findIndex((row) => row.dataset["sessionRow"] === sessionId);
  const next = at < 0 ? undefined : (rows[at + 1] ?? rows[at - 1]);
  return () => queueMicrotask(() => next?.isConnected === true && next.focus());
}
