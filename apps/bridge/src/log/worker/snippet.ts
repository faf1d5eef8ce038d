import type { Query, Term } from "./query.ts";
import { humpsOf, type Word, wordsOf } from "./words.ts";

export interface Snippet {
  text: string;
  /** Begin and end in `text`, in UTF-16 code units. */
  ranges: [from: number, to: number][];
}

/** A piece of a text around the first place where something of the query stands, on one line. */
export function snippetOf(text: string, query: Query): Snippet {
  const ranges: [number, number][] = [];
  let recent: Word[] = [];
  const longest = Math.max(...query.terms.map((term) => term.words.length));
  for (const word of wordsOf(text)) {
    const start = ranges[0]?.[0];
    if (start !== undefined && word.from > start + LENGTH) break;
    recent = [...recent, word].slice(-longest);
    const found = query.terms.map((term) => place(text, recent, term)).find((range) => range !== undefined);
    if (found !== undefined) ranges.push(found);
  }
  return cutOut(text, joined(ranges));
}

/** Where the term stands, if it ends with the newest of these words. */
function place(
  text: string,
  recent: readonly Word[],
  { words, isBeginning }: Term,
): [number, number] | undefined {
  const run = recent.slice(-words.length);
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined || run.length < words.length) return undefined;
  const fits = (known: string, wanted: string, at: number): boolean =>
    isBeginning && at === words.length - 1 ? known.startsWith(wanted) : known === wanted;
  if (words.every((wanted, at) => fits(run[at]?.word ?? "", wanted, at))) return [first.from, last.to];
  const [only = ""] = words;
  if (words.length > 1) return undefined;
  const hump = humpsOf(text.slice(last.from, last.to)).find(({ word }) => fits(word, only, 0));
  return hump && [last.from + hump.at, last.from + hump.at + hump.word.length];
}

function joined(ranges: readonly [number, number][]): [number, number][] {
  const all: [number, number][] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last !== undefined && from < last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}

function cutOut(text: string, ranges: readonly [number, number][]): Snippet {
  const first = ranges[0]?.[0] ?? 0;
  const from = first <= BEFORE ? 0 : wordStart(text, first - BEFORE);
  const to = from + LENGTH >= text.length ? text.length : wholeEnd(text, from + LENGTH);
  const [before, after] = [from > 0 ? "…" : "", to < text.length ? "…" : ""];
  // Blank for blank, so that every place stays where it is.
  const piece = text.slice(from, to).replaceAll(/\s/g, " ");
  const shift = before.length - from;
  return {
    text: `${before}${piece}${after}`,
    ranges: ranges.filter((range) => range[1] <= to).map((range) => [range[0] + shift, range[1] + shift]),
  };
}

/** Behind the first blank from here on, if one is near; never within a character. */
function wordStart(text: string, from: number): number {
  const blank = text.slice(from, from + BEFORE / 2).search(/\s/);
  return blank === -1 ? wholeEnd(text, from) : from + blank + 1;
}

function wholeEnd(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text[at] ?? "") ? at - 1 : at;
}

const LENGTH = 160;
const BEFORE = 40;
