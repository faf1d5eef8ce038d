import type { Bead } from "@switchyard/core/protocol";

/** One bead as the text that a prompt quotes: a line for each short field, then its long texts under headings. */
export function beadData(bead: Bead): string {
  const lines = shortFields(bead).map(([name, value]) => `${name}: ${onOneLine(value)}`);
  const texts = longTexts(bead).map(([name, text]) => `\n## ${name}\n\n${cut(text.trim())}`);
  return [...lines, ...texts].join("\n");
}

/** The text in a fence of backticks that nothing in it can end. */
export function fenced(text: string): string {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}${text.endsWith("\n") ? "" : "\n"}${fence}`;
}

type Field = readonly [name: string, value: string];

function shortFields(bead: Bead): Field[] {
  const fields: [string, string | undefined][] = [
    ["id", bead.id],
    ["title", bead.title],
    ["type", bead.issue_type],
    ["status", bead.status],
    ["priority", `P${bead.priority}`],
    ["assignee", bead.assignee],
    ["labels", bead.labels?.join(", ")],
    ["estimate", bead.estimated_minutes === undefined ? undefined : `${bead.estimated_minutes} minutes`],
    ["due", bead.due_at],
    ["external reference", bead.external_ref],
    ["close reason", bead.close_reason],
  ];
  return fields.flatMap(([name, value]) => (hasText(value) ? [[name, value] as const] : []));
}

function longTexts(bead: Bead): Field[] {
  const texts: [string, string | undefined][] = [
    ["Description", bead.description],
    ["Design", bead.design],
    ["Acceptance criteria", bead.acceptance_criteria],
    ["Notes", bead.notes],
    ["Comments", bead.comments?.map(({ author, text }) => `${author}: ${text}`).join("\n\n")],
  ];
  return texts.flatMap(([name, text]) => (hasText(text) ? [[name, text] as const] : []));
}

function hasText(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== "";
}

/** A line break in a field would look like another field. */
function onOneLine(text: string): string {
  const lines = text.split(/[\r\n\u2028\u2029]+/).map((line) => line.trim());
  return cut(lines.filter((line) => line !== "").join(" "));
}

const MAX_BYTES = 16 * 1024;

/** At most 16 KiB of UTF-8, with a line that says what is missing; no character is cut in two. */
function cut(text: string): string {
  // No character takes more than three bytes for each of its code units.
  if (text.length * 3 <= MAX_BYTES) return text;
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += bytesOf(character);
    if (bytes > MAX_BYTES) return `${text.slice(0, end)}\n[cut here: the first 16 KiB of a longer text]`;
    end += character.length;
  }
  return text;
}

function bytesOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x1_0000 ? 3 : 4;
}
