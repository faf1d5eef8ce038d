import { readAnsi } from "../../../ansi/read-ansi.ts";

/** A program's output as text: escape sequences taken out, and of a line written over itself its last state. */
export function plainOutput(output: string): string {
  return readAnsi(output)
    .map((line) => line.text)
    .join("\n");
}

/** The last `count` lines, and how many stand before them. */
export function lastLines(text: string, count: number): { shown: string; before: number } {
  const trimmed = text.replace(/\n+$/, "");
  let at = trimmed.length;
  for (let line = 0; line < count; line += 1) {
    at = trimmed.lastIndexOf("\n", at - 1);
    if (at === -1) return { shown: trimmed, before: 0 };
  }
  let before = 1;
  for (let from = trimmed.indexOf("\n"); from !== -1 && from < at; from = trimmed.indexOf("\n", from + 1))
    before += 1;
  return { shown: trimmed.slice(at + 1), before };
}
