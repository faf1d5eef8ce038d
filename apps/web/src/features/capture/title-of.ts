/** What a message says first, as the title of a bead: without Markdown, at most 80 characters. */
export function titleOf(text: string): string {
  const lines = text.slice(0, MOST_READ).split(/\r?\n/);
  for (const line of lines) {
    const plain = isFence(line) ? "" : plainLine(line);
    if (plain !== "") return cut(plain);
  }
  return "";
}

/** No message needs more of it to find its first line. */
const MOST_READ = 10_000;
const MOST_CHARACTERS = 80;

function isFence(line: string): boolean {
  return (
    /^\s*(?:```|~~~)/.test(line) ||
    /^\s*(?:[-*_]\s*){3,}$/.test(line) ||
    /^\s*\|?[\s:|-]+\|[\s:|-]*$/.test(line)
  );
}

function plainLine(line: string): string {
  return line
    .replace(/^\s*(?:>\s*)*(?:#{1,6}\s+|[-*+]\s+|\d{1,9}[.)]\s+)?(?:\[[ xX]\]\s+)?/, "")
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/<\/?[a-zA-Z][^<>]*>/g, "")
    .replaceAll(/`+([^`]*)`+/g, "$1")
    .replaceAll(/(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1/g, "$2")
    .replaceAll(/(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])/g, "$1")
    .replaceAll(/(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)/g, "$1")
    .replace(/\s+#+\s*$/, "")
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/** At the end of a word, where one ends near enough; never within a character. */
function cut(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const start = text.slice(0, MOST_CHARACTERS - 1).replace(/[\uD800-\uDBFF]$/, "");
  const space = start.lastIndexOf(" ");
  return `${(space > start.length / 2 ? start.slice(0, space) : start).replace(/[\s,;:–-]+$/, "")}…`;
}
