import { createSignal } from "solid-js";

type Place = "header" | "row";

const [renaming, setRenaming] = createSignal<{ readonly sessionId: string; readonly place: Place } | null>(
  null,
);

/** Whether a session's title is being edited in a place. */
export function isRenaming(sessionId: string, place: Place): boolean {
  const now = renaming();
  return now?.sessionId === sessionId && now.place === place;
}

export function startRenaming(sessionId: string, place: Place): void {
  setRenaming({ sessionId, place });
}

export function endRenaming(): void {
  setRenaming(null);
}
