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

/** The first `limit` lines of all hunks, and how many are left. */
export function cutHunks(hunks: readonly Hunk[], limit: number): { hunks: Hunk[]; rest: number } {
  let room = limit;
  let rest = 0;
  const result: Hunk[] = [];
  for (const hunk of hunks) {
    const lines = hunk.lines.slice(0, room);
    if (lines.length > 0) result.push({ skipped: hunk.skipped, lines });
    room -= lines.length;
    rest += hunk.lines.length - lines.length;
  }
  return { hunks: result, rest };
}

function shownLines(lines: readonly DiffLine[], context: number): boolean[] {
  const shown = lines.map(() => false);
  lines.forEach((line, at) => {
    if (line.kind === "same") return;
    const end = Math.min(lines.length - 1, at + context);
    for (let near = Math.max(0, at - context); near <= end; near += 1) shown[near] = true;
  });
  return shown;
}
