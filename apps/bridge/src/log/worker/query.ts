import { wordsOf } from "./words.ts";

/** What the user looks for: all of `terms`, none of `without`. */
export interface Query {
  readonly terms: readonly Term[];
  readonly without: readonly Term[];
}

/** Words in a row; of the last one, where it is still being typed, the beginning is enough. */
export interface Term {
  readonly words: readonly string[];
  readonly isBeginning: boolean;
}

/**
 * Reads what the user typed: words, "words in a row", and -words that must not be there. Nothing in it is
 * an operator of the index. Undefined: there is nothing to look for.
 */
export function readQuery(typed: string): Query | undefined {
  const parts = Array.from(typed.matchAll(PART), (match) => readPart(match, typed.length)).filter(
    (part) => part.words.length > 0,
  );
  const [excluded, wanted] = [
    parts.filter((part) => part.isExcluded),
    parts.filter((part) => !part.isExcluded),
  ];
  if (parts.length === 0) return undefined;
  // "-v" alone looks for an option of that name.
  return wanted.length === 0 ? { terms: excluded, without: [] } : { terms: wanted, without: excluded };
}

/** In the syntax of FTS5, every word quoted. */
export function matchExpression({ terms, without }: Query): string {
  const all = terms.map(quoted).join(" AND ");
  return without.length === 0 ? all : `(${all}) NOT (${without.map(quoted).join(" OR ")})`;
}

interface Part extends Term {
  readonly isExcluded: boolean;
}

function readPart(match: RegExpExecArray, length: number): Part {
  const [written, minus, inQuotes, bare] = match;
  const words = Array.from(wordsOf(inQuotes ?? bare ?? ""), ({ word }) => word);
  const isLast = match.index + written.length === length && !/["\s]$/.test(written);
  // The beginning of nearly every word would find nearly everything.
  const isBeginning = isLast && (words.at(-1)?.length ?? 0) >= SHORTEST_BEGINNING;
  // "--port" is an option of that name.
  const isExcluded = minus === "-" && bare?.startsWith("-") !== true;
  return { words, isBeginning, isExcluded };
}

function quoted({ words, isBeginning }: Term): string {
  return `"${words.join(" ")}"${isBeginning ? "*" : ""}`;
}

/** A word may hold quotes and dashes; both mean something only where it begins. */
const PART = /(?<=^|\s)(-?)(?:"([^"]*)"?|([^\s"-]\S*|-\S*))/g;

const SHORTEST_BEGINNING = 2;
