import type { ToolKind } from "@switchyard/core/protocol";
import type { QuestionItem, RequestItem, ToolItem, Transcript } from "@switchyard/core/session";
import type { Asked } from "../../ask/asked.ts";
import { fileParts } from "../../ask/file-parts.ts";
import { type InputPart, inputParts, isNothing } from "../../ask/input-parts.ts";

/** What waits for the user in a transcript. */
export type AskItem = RequestItem | QuestionItem;

/** The requests and forms that wait, in the order in which they were asked. */
export function openAsks(transcript: Transcript): AskItem[] {
  const open: AskItem[] = [];
  // A turn's requests are resolved before it ends: only the last sections can hold open ones.
  for (const section of transcript.sections.slice(-2)) {
    for (const item of section.items) if (isAsk(item) && item.resolved === null) open.push(item);
  }
  return open;
}

/** What the card of a request shows; its input, where it came without one, is that of its tool call. */
export function askedOfItem(transcript: Transcript, item: AskItem): Asked {
  const { requestId, at, title } = item;
  if (item.kind === "question")
    return { requestId, at, title, questions: item.questions, resolved: item.resolved };
  return {
    requestId,
    at,
    title,
    toolKind: kindOfRequest(transcript, item),
    parts: requestParts(transcript, item),
    options: item.options,
    resolved: item.resolved,
  };
}

/** The kind of the tool that a request is for; `other` where its call is not in the transcript. */
export function kindOfRequest(transcript: Transcript, request: RequestItem): ToolKind {
  return toolOfRequest(transcript, request)?.toolKind ?? "other";
}

/**
 * What a request would do: its input; where it came without one, that of its tool call, the files that the
 * call would change, or what the request is called.
 */
function requestParts(transcript: Transcript, request: RequestItem): InputPart[] {
  const tool = toolOfRequest(transcript, request);
  const input = [request.input, tool?.input].find((candidate) => !isNothing(candidate));
  if (input !== undefined) return inputParts(input);
  const files = tool?.diff ?? [];
  if (files.length === 0) return [{ label: "", text: request.title, tone: "plain" }];
  return files.flatMap(fileParts);
}

function toolOfRequest(transcript: Transcript, request: RequestItem): ToolItem | undefined {
  const place = transcript.index[`tool:${request.toolCallId}`];
  const tool = place && transcript.sections[place[0]]?.items[place[1]];
  return tool?.kind === "tool" ? tool : undefined;
}

function isAsk(item: { kind: string }): item is AskItem {
  return item.kind === "request" || item.kind === "question";
}
