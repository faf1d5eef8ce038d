import { codeName, nameUnseen } from "@switchyard/core/persona";

/** A text that somebody else wrote, for a terminal: what nobody would see, and what would steer it, stands as `<U+202E>`. */
export function visible(text: string): string {
  return nameUnseen(text, codeName).replaceAll(/[\u2028\u2029]/g, codeName);
}

/** The same in one line. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll(/[\r\n\t]/g, codeName);
}

/** JSON that says the same without a character that nobody sees, or that steers a terminal. */
export function seenJson(value: unknown): string {
  const escape = (character: string): string =>
    Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
      .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
      .join("");
  return nameUnseen(JSON.stringify(value, null, 2), escape);
}

/** The lines of a text, each behind a mark, so that none can be taken for one of ours. */
export function quotedLines(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => `  | ${visible(line.replace(/\r$/, ""))}`.trimEnd());
}
