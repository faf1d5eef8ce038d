/** A program's output as text: escape sequences taken out, and of a line written over itself its last state. */
export function plainOutput(output: string): string {
  return output
    .replace(ESCAPES, "")
    .replace(/\r\n/g, "\n")
    .replace(/^.*\r(?=.)/gm, "")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");
}

const ESCAPES =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[PX^_][^\u001b]*(?:\u001b\\)?|[ -/]*[0-~])/g;

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
