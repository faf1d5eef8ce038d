/** A word as index and query know it (no case, no accents), and where it stands in its text. */
export interface Word {
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The words of a text: runs of letters and digits, of languages that put no spaces each character. What is
 * written as one word in a text is one here too, whatever stands between: `max_size` is two in a row.
 */
export function* wordsOf(text: string): Generator<Word> {
  const isAscii = !/[^\u0000-\u007f]/.test(text);
  for (const match of text.matchAll(isAscii ? ASCII_WORD : WORD)) {
    const word = foldWord(match[0]);
    if (word !== "") yield { word, from: match.index, to: match.index + match[0].length };
  }
}

/**
 * The parts of an identifier in camel case by which it is found too, with where each begins in it: its
 * humps, and what goes from one to the end. `parseStdoutLine`: parse, stdout, stdoutline, line.
 */
export function humpsOf(written: string): { word: string; at: number }[] {
  if (written.length > LONGEST_WORD || !/[a-z0-9][A-Z]|[A-Z]{2}[a-z]/.test(written)) return [];
  const starts = [0, ...Array.from(written.matchAll(HUMP), (match) => match.index)];
  const last = starts.length - 1;
  const toTheEnd = starts.slice(1).map((at) => ({ word: written.slice(at).toLowerCase(), at }));
  const alone = starts
    .slice(0, last)
    .map((at, index) => ({ word: written.slice(at, starts[index + 1]).toLowerCase(), at }));
  return [...alone, ...toTheEnd];
}

function foldWord(written: string): string {
  const cut = written.length > LONGEST_WORD ? written.slice(0, LONGEST_WORD) : written;
  if (!/[^\u0000-\u007f]/.test(cut)) return cut.toLowerCase();
  return cut.normalize("NFKD").toLowerCase().replaceAll(/\p{M}/gu, "");
}

/** Of what is longer (hashes, encoded data) the beginning is enough. */
const LONGEST_WORD = 64;

const ASCII_WORD = /[a-zA-Z0-9]+/g;
const WORD =
  /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]&&\p{L}]|[[\p{L}\p{N}\p{M}\p{Co}]--[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]&&\p{L}]]+/gv;
const HUMP = /(?<=[a-z0-9])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])/g;
