import type { ToolItem, Transcript } from "@switchyard/core/session";
import type { SessionView } from "../../state/session-view.ts";

/** A call, of what is loaded of a session; undefined: it is not in that. */
export function toolOf(view: SessionView, toolCallId: string): ToolItem | undefined {
  return toolIn(view.pages.shown, toolCallId) ?? toolIn(view.transcript, toolCallId);
}

function toolIn(transcript: Transcript, toolCallId: string): ToolItem | undefined {
  const place = transcript.index[`tool:${toolCallId}`];
  const item = place && transcript.sections[place[0]]?.items[place[1]];
  return item?.kind === "tool" ? item : undefined;
}
