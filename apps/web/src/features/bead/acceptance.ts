/** Acceptance criteria as they were written: a checklist, or lines of text. */
export interface Acceptance {
  readonly lines: readonly { readonly text: string; readonly isMet: boolean }[];
  /** How many are ticked; null: they are no checklist. */
  readonly met: number | null;
}

const TICK = /^(\s*(?:[-*+]|\d+[.)])\s+\[)([ xX])(\]\s+(.*?)\s*)$/;

/** Reads acceptance criteria; null: there are none. */
export function readAcceptance(text: string | undefined): Acceptance | null {
  const lines = (text ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length === 0) return null;
  const ticks = lines.flatMap((line) => {
    const found = TICK.exec(line);
    return found === null ? [] : [{ text: found[4] ?? "", isMet: found[2] !== " " }];
  });
  if (ticks.length > 0) return { lines: ticks, met: ticks.filter((tick) => tick.isMet).length };
  return {
    lines: lines.map((line) => ({ text: line.replace(/^(?:[-*+]|\d+[.)])\s+/, ""), isMet: false })),
    met: null,
  };
}

/**
 * The criteria with one line of the checklist ticked or not, and nothing else changed; of lines with one text it is
 * the `nth`, from 0. Null: there is no such line.
 */
export function withTick(
  text: string,
  line: { readonly text: string; readonly nth: number },
  isMet: boolean,
): string | null {
  let passed = 0;
  let isFound = false;
  const lines = text.split("\n").map((written) => {
    const found = TICK.exec(written);
    if (found?.[4] !== line.text || passed++ !== line.nth) return written;
    isFound = true;
    return `${found[1]}${isMet ? "x" : " "}${found[3]}`;
  });
  return isFound ? lines.join("\n") : null;
}
