import { createSignal } from "solid-js";

const [finding, setFinding] = createSignal<{ readonly sessionId: string } | null>(null);

/** The session that is being searched in: another object with every wish to do so, so that the field gets the focus. */
export { finding };

export function startFinding(sessionId: string): void {
  setFinding({ sessionId });
}

/** Closes the find bar of a session, where it is open. */
export function endFinding(sessionId: string): void {
  if (finding()?.sessionId === sessionId) setFinding(null);
}
