import type { ToolKind } from "@switchyard/core/protocol";
import type { RequestItem, Transcript } from "@switchyard/core/session";

/** One value of a request's input, in full. */
export interface InputPart {
  /** The input's own name for it; empty for the one that the request is about. */
  label: string;
  text: string;
  tone: "plain" | "removed" | "added";
}

/** Everything that a request would do, as text: nothing of the input is left out or shortened. */
export function inputParts(input: unknown): InputPart[] {
  if (typeof input === "string") return [{ label: "", text: input, tone: "plain" }];
  if (!isRecord(input)) return [{ label: "", text: pretty(input), tone: "plain" }];
  const main = MAIN_FIELDS.find((name) => typeof input[name] === "string");
  const names = Object.keys(input).filter((name) => name !== main);
  return [...(main === undefined ? [] : [main]), ...names].map((name) => ({
    label: name === main ? "" : name,
    text: pretty(input[name]),
    tone: TONES[name] ?? "plain",
  }));
}

/** The kind of the tool that a request is for; `other` where its call is not in the transcript. */
export function kindOfRequest(transcript: Transcript, request: RequestItem): ToolKind {
  const place = transcript.index[`tool:${request.toolCallId}`];
  const tool = place && transcript.sections[place[0]]?.items[place[1]];
  return tool?.kind === "tool" ? tool.toolKind : "other";
}

/** The requests that wait, the oldest first. */
export function openRequests(transcript: Transcript): RequestItem[] {
  const open: RequestItem[] = [];
  // A turn's requests are resolved before it ends: only the last sections can hold open ones.
  for (const section of transcript.sections.slice(-2)) {
    for (const item of section.items) if (item.kind === "request" && item.resolved === null) open.push(item);
  }
  return open;
}

/** What tools call the thing they act on. */
export const MAIN_FIELDS = [
  "command",
  "file_path",
  "filePath",
  "notebook_path",
  "path",
  "url",
  "pattern",
  "query",
];

const TONES: Record<string, InputPart["tone"]> = {
  old_string: "removed",
  oldText: "removed",
  new_string: "added",
  newText: "added",
};

function pretty(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
