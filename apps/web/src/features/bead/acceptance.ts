/** Acceptance criteria as they were written: a checklist, or lines of text. */
export interface Acceptance {
  readonly lines: readonly { readonly text: string; readonly isMet: boolean }[];
  /** How many are ticked; null: they are no checklist. */
  readonly met: number | null;
}

/** Reads acceptance criteria; null: there are none. */
export function readAcceptance(text: string | undefined): Acceptance | null {
  const lines = (text ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length === 0) return null;
  const ticks = lines.flatMap((line) => {
    const found = /^(?:[-*+]|\d+[.)])\s+\[([ xX])\]\s+(.*)$/.exec(line);
    return found === null ? [] : [{ text: found[2] ?? "", isMet: found[1] !== " " }];
  });
  if (ticks.length > 0) return { lines: ticks, met: ticks.filter((tick) => tick.isMet).length };
  return {
    lines: lines.map((line) => ({ text: line.replace(/^(?:[-*+]|\d+[.)])\s+/, ""), isMet: false })),
    met: null,
  };
}
