import { redactText } from "../redact.ts";

/** A program with its arguments, fit to be shown: in one line, without secrets, cut. */
export function oneLineCommand(commandLine: string): string {
  // Before it is searched for secrets, so that a command of megabytes costs nothing; well above what is shown.
  const start = commandLine.slice(0, SEARCHED);
  // oxlint-disable-next-line no-control-regex -- a terminal's own control characters are what is taken out
  const line = redactText(start.replaceAll(/[\u0000-\u001f\u007f\s]+/g, " ").trim(), []);
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line;
}

const SEARCHED = 4096;
const SHOWN = 200;
