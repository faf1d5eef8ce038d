import type { PersonaProblem } from "@switchyard/core/protocol";
import { problemOf, type SourceText } from "./source-text.ts";

/** A Markdown file, parted in the YAML between two lines `---` at its top and the text below it. */
export interface Parted {
  readonly head: SourceText;
  readonly body: SourceText;
}

/** Null: it has no front matter. */
export function partAtHead(source: SourceText): Parted | PersonaProblem | null {
  const { path, text } = source;
  const lines = text.split("\n");
  const opening = lines[0]?.trimEnd() ?? "";
  if (!opening.startsWith("---") || /^-{4,}$/.test(opening)) return null;
  // Elsewhere words behind it choose a language, even one that is run.
  if (opening !== "---") return problemOf(path, 'front matter is opened by "---" alone, and is YAML.');
  const end = lines.findIndex((line, at) => at > 0 && line.trimEnd() === "---");
  if (end === -1) return problemOf(path, 'its front matter has no end: a second line "---".');
  return {
    head: { path, text: lines.slice(1, end).join("\n"), firstLine: 2 },
    body: { path, text: lines.slice(end + 1).join("\n"), firstLine: end + 2 },
  };
}
