import type { QuestionItem, RequestItem, Section } from "@switchyard/core/session";
import { askWords as words } from "../../words/ask-words.ts";
import { timeOfDay } from "../session/format.ts";

/** How a request ended, in words with the time; null while it waits. */
export function resolvedWords(
  { resolved }: Pick<RequestItem, "resolved">,
  isRestart: boolean,
): string | null {
  if (!resolved) return null;
  if (resolved.by === "session_end") return isRestart ? words.closedByRestart : words.closedNotRun;
  return words.decided(resolved.decision, resolved.by, timeOfDay(resolved.at));
}

/** How a form ended, in words with the time; null while it waits. */
export function formWords({ resolved }: Pick<QuestionItem, "resolved">, isRestart: boolean): string | null {
  if (!resolved) return null;
  if (resolved.by === "session_end") return isRestart ? words.formClosedByRestart : words.formClosed;
  return words.formEnded(resolved.outcome, resolved.by, timeOfDay(resolved.at));
}

/** Whether a turn was cut off from outside: the process did not fail by itself, the bridge went down. */
export function endedByRestart(section: Section): boolean {
  return section.end?.stopReason === "process_exit" && section.end.error?.code !== "CLI_FAILED";
}
