/** One word of a command; `isBare`: it stands there without quotes. */
export interface ShellWord {
  readonly text: string;
  readonly isBare: boolean;
}

/**
 * The words of one simple command; null: it is more than that (a pipe, a list, a redirection), or what it does
 * hangs on what a shell makes of it (a variable, a substitution, an escape).
 */
export function shellWords(command: string): ShellWord[] | null {
  const text = command.trim();
  if (text.length > LONGEST) return null;
  const words: ShellWord[] = [];
  for (let at = 0; at < text.length;) {
    WORD.lastIndex = at;
    const found = WORD.exec(text);
    if (found === null) return null;
    const [whole, word = ""] = found;
    const unquoted = word.replaceAll(/'([^']*)'|"([^"]*)"/g, "$1$2");
    words.push({ text: unquoted, isBare: unquoted === word });
    at += whole.length;
  }
  return words.length === 0 ? null : words;
}

/** With the blanks behind it, of which there are some unless it is the last. */
const WORD = /((?:[^\s'"\\$`;&|<>(){}!#]|'[^'\n]*'|"[^"\\$`!\n]*")+)(?:[ \t]+|$)/y;
const LONGEST = 4_096;
