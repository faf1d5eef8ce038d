/**
 * The text of a block that is still being written, with what was opened in its last paragraph closed: an
 * answer doesn't flash `**` and half addresses while it streams. Only for showing; a finished block is
 * rendered as it is.
 */
export function mendTail(text: string): string {
  const cut = text.lastIndexOf("\n\n") + 1;
  return text.slice(0, cut) + mendParagraph(withoutHalfUnderline(text.slice(cut)));
}

/** `--` below a paragraph would make it a heading until the list item behind it is there. */
function withoutHalfUnderline(text: string): string {
  return text.replace(/\n[ \t]*(-{1,2}|=+|[*+])[ \t]*$/, "");
}

function mendParagraph(text: string): string {
  const ticks = text.match(/`+/g) ?? [];
  if (ticks.length % 2 === 1) return text.replace(/`+$/, "") + (/`+$/.test(text) ? "" : (ticks.at(-1) ?? ""));
  return closeEmphasis(withoutHalfLink(text));
}

/** `[label](https://exa` becomes its label. */
function withoutHalfLink(text: string): string {
  return text.replace(/!?\[([^\]\n]*)\]\([^)\n]*$/, "$1");
}

function closeEmphasis(text: string): string {
  const bare = text.replace(/`+[^`]*`+/g, (code) => " ".repeat(code.length));
  const opened: string[] = [];
  for (const match of bare.matchAll(/\*\*|__|~~|\*|(?<![\w])_|_(?![\w])/g)) {
    const mark = match[0];
    const after = bare.charAt(match.index + mark.length);
    if (opened.at(-1) === mark) opened.pop();
    else if (after !== "" && /\S/.test(after)) opened.push(mark);
    else if (after === "") return closing(text.slice(0, match.index), opened);
  }
  return closing(text, opened);
}

function closing(text: string, opened: readonly string[]): string {
  const trimmed = text.trimEnd();
  return opened.length === 0 ? text : trimmed + opened.toReversed().join("");
}
