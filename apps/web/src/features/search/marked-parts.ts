import type { SearchHit } from "@switchyard/core/protocol";

export interface MarkedPart {
  readonly text: string;
  readonly isMarked: boolean;
}

/** A hit's text in pieces: what was searched for, and what stands between. Ranges may overlap or be out of order. */
export function markedParts({ text, ranges }: Pick<SearchHit, "text" | "ranges">): MarkedPart[] {
  const parts: MarkedPart[] = [];
  let at = 0;
  for (const [begin, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const from = Math.max(at, begin);
    const to = Math.min(end, text.length);
    if (to <= from) continue;
    parts.push(
      { text: text.slice(at, from), isMarked: false },
      { text: text.slice(from, to), isMarked: true },
    );
    at = to;
  }
  parts.push({ text: text.slice(at), isMarked: false });
  return parts.filter((part) => part.text !== "");
}
