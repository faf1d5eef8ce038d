import type { NewChunk } from "../log/log.ts";

/** Follows what a session does, as the one line that lists show. */
export interface Activity {
  /** The line after a chunk. */
  after(chunk: NewChunk): string;
}

export function makeActivity(line: string): Activity {
  let current = line;
  let message = { key: "", text: "" };
  let asking = { line: "", before: line };

  function next(chunk: NewChunk): string {
    switch (chunk.type) {
      case "user_message":
        return oneLine(`You: ${chunk.content}`);
      case "agent_thought":
        return "Thinking";
      case "tool_call":
        return oneLine(chunk.title);
      case "permission_request":
      case "question_request":
        asking = {
          line: oneLine(`Asks: ${chunk.title}`),
          before: current === asking.line ? asking.before : current,
        };
        return asking.line;
      case "permission_resolved":
      case "question_resolved":
        return current === asking.line ? asking.before : current;
      case "turn_ended":
        return chunk.error === undefined ? current : oneLine(chunk.error.message);
      case "agent_message":
        if (message.key !== chunk.messageKey) message = { key: chunk.messageKey, text: "" };
        if (message.text.length < MAX_READ) message.text += chunk.content.slice(0, MAX_READ);
        return oneLine(message.text) || current;
      default:
        return current;
    }
  }

  return {
    after(chunk) {
      current = next(chunk);
      return current;
    },
  };
}

/** The first line that says something, without Markdown's marks, short enough for a list. */
export function oneLine(text: string, max = 120): string {
  const line = text
    .slice(0, 4096)
    .split("\n")
    .map((each) =>
      each
        .replace(/^[\s#>*`-]+/, "")
        .replaceAll("`", "")
        .trim(),
    )
    .find((each) => each !== "");
  if (line === undefined) return "";
  return line.length > max ? `${line.slice(0, max - 1).trimEnd()}…` : line;
}

/** How much of a message is looked at for its line. */
const MAX_READ = 400;
