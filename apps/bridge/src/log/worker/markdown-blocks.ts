/** Blocks of Markdown that their content cannot break out of; each ends with an empty line. */

/** Text in a fence longer than any in it. */
export function fenced(text: string, language = ""): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}${text.endsWith("\n") ? "" : "\n"}${fence}\n\n`;
}

/** Markdown in a quotation, which ends what it left open. */
export function quoted(text: string): string {
  return `${text
    .split(LINE_END)
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n")}\n\n`;
}

/** Markdown as it is, with the end of a fence that it left open. */
export function prose(text: string): string {
  const fence = openFence(text.split(LINE_END));
  return `${text.replace(/\n+$/, "")}\n${fence === null ? "" : `${fence}\n`}\n`;
}

/** What is shown once it is opened. */
export function collapsed(summary: string, inside: string): string {
  return `<details>\n<summary>${escaped(oneLine(summary))}</summary>\n\n${inside}</details>\n\n`;
}

/** Code within a line, whatever backticks it holds. */
export function code(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return longest === 0 ? `${ticks}${oneLine(text)}${ticks}` : `${ticks} ${oneLine(text)} ${ticks}`;
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The fence that the lines leave open. */
function openFence(lines: readonly string[]): string | null {
  let open: string | null = null;
  for (const line of lines) {
    const [, fence, rest = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence === undefined) continue;
    if (open === null) open = fence;
    else if (fence.startsWith(open) && rest.trim() === "") open = null;
  }
  return open;
}

const LINE_END = /\r\n|\r|\n/;
