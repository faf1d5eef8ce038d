import type { DiffLine } from "./line-diff.ts";

/** Lines that are shown together, and how many unchanged ones are left out before them. */
export interface Hunk {
  skipped: number;
  lines: DiffLine[];
}

/** Keeps `context` unchanged lines around each change. */
export function hunksOf(lines: readonly DiffLine[], context: number): Hunk[] {
  const shown = shownLines(lines, context);
  const hunks: Hunk[] = [];
  let skipped = 0;
  let current: Hunk | null = null;
  lines.forEach((line, at) => {
    if (!shown[at]) {
      skipped += 1;
      current = null;
      return;
    }
    if (current === null) {
      current = { skipped, lines: [] };
      hunks.push(current);
      skipped = 0;
    }
    current.lines.push(line);
  });
  return hunks;
}

/** Which lines stand near enough to a change. */
export function shownLines(lines: readonly DiffLine[], context: number): boolean[] {
  const shown = lines.map(() => false);
  lines.forEach((line, at) => {
    if (line.kind === "same") return;
    const end = Math.min(lines.length - 1, at + context);
    for (let near = Math.max(0, at - context); near <= end; near += 1) shown[near] = true;
  });
  return shown;
}
