/** One line of a terminal's output: its text, and which classes show which stretch of it. */
export interface AnsiLine {
  readonly text: string;
  readonly runs: readonly AnsiRun[];
}

/** In UTF-16 units; an empty class is plain text. */
export type AnsiRun = readonly [length: number, classes: string];

/** What a program draws on, as far as output needs it: no height, a place for the cursor, all that scrolled off kept. */
export interface Screen {
  readonly lines: readonly AnsiLine[];
  write(text: string, classes: string): void;
  newLine(): void;
  /** Within the line; 0 is its start. */
  toColumn(column: number): void;
  moveColumn(by: number): void;
  moveRow(by: number): void;
  /** From the top of what was last cleared. */
  toRow(row: number): void;
  eraseLine(what: "rest" | "start" | "whole"): void;
  /** Everything behind the cursor. */
  eraseBelow(): void;
  /** Begins anew below what is there: what was cleared stays readable. */
  clear(): void;
}

export function createScreen(): Screen {
  const lines: Drawn[] = [blank()];
  let [row, column, top] = [0, 0, 0];

  const line = (): Drawn => lines[row] ?? blank();
  const end = (): number => Math.max(FURTHEST, line().text.length);
  const toColumn = (to: number): void => void (column = Math.min(Math.max(0, to), end()));
  const set = (next: Drawn): void => void (lines[row] = next);

  return {
    lines,
    write(text, classes) {
      const here = line();
      if (column === here.text.length) append(here, text, classes);
      else set(written(here, { at: column, text, classes }));
      column += text.length;
    },
    newLine() {
      row += 1;
      column = 0;
      if (row === lines.length) lines.push(blank());
    },
    toColumn,
    moveColumn: (by) => toColumn(column + by),
    moveRow: (by) => void (row = Math.min(Math.max(top, row + by), lines.length - 1)),
    toRow(to) {
      row = Math.min(top + Math.max(0, to), top + TALLEST);
      while (lines.length <= row) lines.push(blank());
    },
    eraseLine(what) {
      if (what === "rest") return set(cutAt(line(), column));
      if (what === "whole") return set(blank());
      const spaces = " ".repeat(Math.min(column + 1, line().text.length));
      return set(written(line(), { at: 0, text: spaces, classes: "" }));
    },
    eraseBelow() {
      set(cutAt(line(), column));
      lines.length = row + 1;
    },
    clear() {
      if (lines.at(-1)?.text !== "") lines.push(blank());
      top = lines.length - 1;
      row = top;
      column = 0;
    },
  };
}

interface Drawn {
  text: string;
  readonly runs: AnsiRun[];
}

function blank(): Drawn {
  return { text: "", runs: [] };
}

/** No program is wider, and no screen taller: a number that says so only costs room. */
const FURTHEST = 2_000;
const TALLEST = 500;

/** Most of what is written stands at the end of its line. */
function append(line: Drawn, text: string, classes: string): void {
  line.text += text;
  add(line.runs, [[text.length, classes]]);
}

function written(line: Drawn, to: { at: number; text: string; classes: string }): Drawn {
  const { at, text, classes } = to;
  const gap = Math.max(0, at - line.text.length);
  const runs: AnsiRun[] = [];
  add(runs, stretch(line.runs, 0, at));
  if (gap > 0) add(runs, [[gap, ""]]);
  add(runs, [[text.length, classes]]);
  add(runs, stretch(line.runs, at + text.length, line.text.length));
  return {
    text: line.text.slice(0, at) + " ".repeat(gap) + text + line.text.slice(at + text.length),
    runs,
  };
}

function cutAt(line: Drawn, at: number): Drawn {
  if (at >= line.text.length) return line;
  return { text: line.text.slice(0, at), runs: stretch(line.runs, 0, at) };
}

/** The runs between two places of a line. */
export function stretch(runs: readonly AnsiRun[], from: number, to: number): AnsiRun[] {
  const result: AnsiRun[] = [];
  let at = 0;
  for (const [length, classes] of runs) {
    const [start, end] = [Math.max(at, from), Math.min(at + length, to)];
    if (end > start) result.push([end - start, classes]);
    at += length;
  }
  return result;
}

function add(runs: AnsiRun[], more: readonly AnsiRun[]): void {
  for (const [length, classes] of more) {
    const last = runs.at(-1);
    if (last?.[1] === classes) runs[runs.length - 1] = [last[0] + length, classes];
    else if (length > 0) runs.push([length, classes]);
  }
}
