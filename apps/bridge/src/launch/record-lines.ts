import type { Readable } from "node:stream";
import type { AgentEvent } from "@switchyard/core/backend";

/** One event in a line for the terminal; what a program says stands in it as JSON, so that it controls nothing. */
export function eventLine(event: AgentEvent): string {
  switch (event.type) {
    case "abilities":
      return `abilities ${JSON.stringify(event.capabilities)}`;
    case "session_started":
      return `session_started ${JSON.stringify(event.cliSessionId)} ${event.permissionMode}`;
    case "permission_request":
      return `permission_request ${JSON.stringify(event.title)}: answer it with /allow, /always or /reject`;
    case "question_request": {
      const questions = event.questions.map(({ question, options }) => ({
        [question]: options.map(({ value }) => value),
      }));
      return `question_request ${JSON.stringify(questions)}: answer it with /answer or /skip`;
    }
    case "turn_ended":
      return `turn_ended ${event.stopReason} ${JSON.stringify(event.content)}`;
    default:
      return `${event.type} ${JSON.stringify(event.content.slice(0, MAX_SHOWN))}`;
  }
}

const MAX_SHOWN = 500;

/** The lines of an input, split at \n alone: a prompt may hold U+2028. */
export async function* linesOf(input: Readable): AsyncGenerator<string> {
  let rest = "";
  for await (const text of input.setEncoding("utf8")) {
    const lines = `${rest}${String(text)}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.replace(/\r$/, "");
  }
  if (rest !== "") yield rest;
}
