/**
 * The beginning or the end of an agent's prose as plain lines: signs of Markdown are taken out, blank lines too.
 * `most` is in characters.
 */
export function plainProse(markdown: string, part: "start" | "end", most = 480): string {
  // More than what is shown, for signs go: a text of hours is not read through for its last lines.
  const raw = part === "start" ? markdown.slice(0, 2 * most) : markdown.slice(-2 * most);
  const plain = raw
    .replace(/^\s*(?:```|~~~).*$/gm, "")
    .replace(/^\s{0,3}(?:#{1,6}|>)\s+/gm, "")
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, "$1")
    .replace(/(\*\*|__|~~|`+)(?=\S)([^\n]*?\S)\1/g, "$2")
    .replace(/(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])/g, "$1")
    .replace(/\n\s*\n+/g, "\n")
    .trim();
  if (plain.length <= most) return plain;
  return part === "start" ? `${plain.slice(0, most).trimEnd()}…` : fromWord(plain.slice(-most));
}

/** From the next line or word on, so that no half of one stands first. */
function fromWord(text: string): string {
  const at = /\n|\s/.exec(text.slice(0, 40))?.index;
  return `…${(at === undefined ? text : text.slice(at)).trimStart()}`;
}
