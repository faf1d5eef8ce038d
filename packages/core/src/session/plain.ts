import type { Item, QuestionItem, Transcript } from "./transcript.ts";

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
    case "question":
      return plainForm(item);
    case "tool":
      return `[${item.title}: ${item.status}]`;
    default:
      return "";
  }
}

function plainForm({ questions, resolved }: QuestionItem): string {
  const answered = questions.map(({ questionId, question }) => {
    const answer = resolved?.answers?.[questionId];
    return answer === undefined ? question : `${question} ${[answer].flat().join(", ")}`;
  });
  return `[The user was asked: ${answered.join(" · ")}]`;
}
