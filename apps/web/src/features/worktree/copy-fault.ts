import { worktreeWords } from "../../words/worktree-words.ts";

const words = worktreeWords.project;

/** The paths that were written, one a line. */
export function pathsOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ""))];
}

/** Why they can't be copied into worktrees; undefined: they lie inside the project. */
export function copyFault(paths: readonly string[]): string | undefined {
  const outside = paths.find(leaves);
  if (outside !== undefined) return words.outside(outside);
  if (paths.some((path) => path.length > LONGEST)) return words.tooLong(LONGEST);
  return paths.length > MOST ? words.tooMany(MOST) : undefined;
}

function leaves(path: string): boolean {
  return /^[/~\\]|^[a-z]:/i.test(path) || path.split(/[/\\]/).includes("..");
}

/** As many, and as long, as the wire takes. */
const MOST = 100;
const LONGEST = 1024;
