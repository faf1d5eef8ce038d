import type { Run } from "./highlight-theme.ts";

/** A piece of a line as it is shown. */
export interface Piece {
  text: string;
  syntax: Run[1];
  marked: boolean;
}

/** Cuts a line into pieces by its runs, and by marked ranges of it (start and end, in UTF-16 units) in their order. */
export function piecesOf(
  line: string,
  runs: readonly Run[] | null,
  marks: readonly (readonly [number, number])[],
): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [length, syntax] of [...(runs ?? []), [line.length, ""] satisfies Run]) {
    const end = Math.min(at + length, line.length);
    for (const [from, to, marked] of cuts(at, end, marks)) {
      if (to > from) pieces.push({ text: line.slice(from, to), syntax, marked });
    }
    at = end;
  }
  return pieces;
}

function cuts(
  from: number,
  to: number,
  marks: readonly (readonly [number, number])[],
): [number, number, boolean][] {
  const result: [number, number, boolean][] = [];
  let at = from;
  for (const [markStart, markEnd] of marks) {
    const start = Math.min(Math.max(markStart, at), to);
    const end = Math.min(Math.max(markEnd, start), to);
    result.push([at, start, false], [start, end, true]);
    at = end;
  }
  return [...result, [at, to, false]];
}

/** Lines of code as DOM: a span for each run with a class, text for the rest. */
export function codeFragment(code: string, lines: readonly (readonly Run[])[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  code.split("\n").forEach((line, at) => {
    if (at > 0) fragment.append("\n");
    for (const piece of piecesOf(line, lines[at] ?? null, [])) {
      fragment.append(piece.syntax === "" ? piece.text : span(piece.text, piece.syntax));
    }
  });
  return fragment;
}

function span(text: string, className: string): HTMLSpanElement {
  const element = document.createElement("span");
  element.className = `syn-${className}`;
  element.textContent = text;
  return element;
}
