import { folded } from "../../words/folded.ts";

/** What is sought, ready to be compared with folded texts. */
export interface Sought {
  readonly text: string;
  readonly words: readonly string[];
}

export function soughtOf(query: string): Sought {
  const text = folded(query.trim());
  return { text, words: text.split(/\s+/).filter(Boolean) };
}

/** How well a folded text fits, 0 the best: it begins with what is sought, each word begins one of it, it holds them all. Null: it does not. */
export function fitOf(text: string, { text: sought, words }: Sought): 0 | 1 | 2 | null {
  if (!words.every((word) => text.includes(word))) return null;
  if (text.startsWith(sought)) return 0;
  return words.every((word) => beginsAWord(text, word)) ? 1 : 2;
}

function beginsAWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!IN_A_WORD.test(text[at - 1] ?? " ")) return true;
  return false;
}

const IN_A_WORD = /[\p{L}\p{N}]/u;
