import type { RequestItem, Section } from "@switchyard/core/session";
import { sessionWords as words } from "../../../words/session-words.ts";
import { timeOfDay } from "../format.ts";

/** How a request ended, in words with the time; null while it waits. */
export function resolvedWords(request: RequestItem, isRestart: boolean): string | null {
  const { resolved } = request;
  if (!resolved) return null;
  if (resolved.by === "session_end") return isRestart ? words.closedByRestart : words.closedNotRun;
  return words.decided(resolved.decision, resolved.by, timeOfDay(resolved.at));
}

/** Whether a turn was cut off from outside: the process did not fail by itself, the bridge went down. */
export function endedByRestart(section: Section): boolean {
  return section.end?.stopReason === "process_exit" && section.end.error?.code !== "CLI_FAILED";
}
