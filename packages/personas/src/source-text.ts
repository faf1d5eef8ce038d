import type { PersonaProblem } from "@switchyard/core/protocol";

/** A text of a pack, or a part of one. */
export interface SourceText {
  /** Relative to the pack, with `/`. */
  readonly path: string;
  readonly text: string;
  /** The line of the file that `text` begins with. */
  readonly firstLine: number;
}

/** What is wrong, and where; `offset` counts characters of the text. */
export function problemAt(
  { path, text, firstLine }: SourceText,
  offset: number,
  message: string,
): PersonaProblem {
  return { file: path, line: firstLine + lineBreaks(text, offset), message: short(message) };
}

/** A problem of a file as a whole. */
export function problemOf(path: string, message: string): PersonaProblem {
  return { file: path, line: 1, message: short(message) };
}

/** The first of them; where there are others, the last one that is told says so. */
export function firstProblems(
  problems: readonly PersonaProblem[],
  most = MAX_PROBLEMS,
): readonly PersonaProblem[] {
  const last = problems[most - 1];
  if (last === undefined || problems.length === most) return problems;
  return [...problems.slice(0, most - 1), { ...last, message: THERE_ARE_MORE }];
}

/** Whether these are not all. */
export function areCut(problems: readonly PersonaProblem[]): boolean {
  return problems.some(({ message }) => message === THERE_ARE_MORE);
}

const THERE_ARE_MORE = "there are more problems than are told; mend these first.";

/** Of one persona, and of one file. */
export const MAX_PROBLEMS = 100;

/** A message may quote what a file holds. */
export function short(message: string): string {
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)}…`;
}

const MAX_MESSAGE = 400;

/** How many line breaks stand ahead of an offset. */
export function lineBreaks(text: string, offset: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
