import type { Item, Transcript } from "./transcript.ts";

/** A transcript as plain text: who said what, and which tools ran with what outcome. */
export function plainTranscript(transcript: Transcript): string {
  return transcript.sections
    .flatMap((section) => section.items.map(plainItem))
    .filter((text) => text !== "")
    .join("\n\n");
}

function plainItem(item: Item): string {
  switch (item.kind) {
    case "user":
      return `User: ${item.text}`;
    case "message":
      return `Assistant: ${item.text}`;
    case "tool":
      return `[${item.title}: ${item.status}]`;
    default:
      return "";
  }
}
