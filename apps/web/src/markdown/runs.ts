import type { Run } from "./highlight-theme.ts";

/** A piece of a line as it is shown. */
export interface Piece {
  text: string;
  syntax: Run[1];
  marked: boolean;
}

/** Cuts a line into pieces by its runs, and by a marked range of it (start and end, in UTF-16 units). */
export function piecesOf(
  line: string,
  runs: readonly Run[] | null,
  mark: readonly [number, number] | null,
): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [length, syntax] of runs ?? [[line.length, ""] satisfies Run]) {
    const end = Math.min(at + length, line.length);
    for (const [from, to, marked] of cuts(at, end, mark)) {
      if (to > from) pieces.push({ text: line.slice(from, to), syntax, marked });
    }
    at = end;
  }
  if (at < line.length) pieces.push({ text: line.slice(at), syntax: "", marked: false });
  return pieces;
}

function cuts(from: number, to: number, mark: readonly [number, number] | null): [number, number, boolean][] {
  if (!mark) return [[from, to, false]];
  const start = Math.min(Math.max(mark[0], from), to);
  const end = Math.min(Math.max(mark[1], from), to);
  return [
    [from, start, false],
    [start, end, true],
    [end, to, false],
  ];
}

/** Lines of code as DOM: a span for each run with a class, text for the rest. */
export function codeFragment(code: string, lines: readonly (readonly Run[])[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  code.split("\n").forEach((line, at) => {
    if (at > 0) fragment.append("\n");
    for (const piece of piecesOf(line, lines[at] ?? null, null)) {
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
