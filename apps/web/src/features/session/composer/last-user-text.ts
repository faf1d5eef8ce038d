import type { SessionView } from "../../../state/session-view.ts";

/** What the user said last in a session: sent, waiting, or on its way; empty where nothing was said. */
export function lastUserText(view: Pick<SessionView, "pending" | "queue" | "transcript">): string {
  const waiting = view.pending.at(-1)?.text ?? view.queue.at(-1)?.message;
  if (waiting !== undefined) return waiting;
  for (const section of view.transcript.sections.toReversed()) {
    const item = section.items.findLast((item) => item.kind === "user");
    if (item?.kind === "user") return item.text;
  }
  return "";
}
