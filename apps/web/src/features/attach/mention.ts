import type { FolderFile } from "@switchyard/core/protocol";

/** The `@path` that is being written, from its @ to its end in the text. */
export interface Mention {
  readonly from: number;
  readonly to: number;
  readonly query: string;
}

/** The mention that the caret is in; null: it is in none. The bridge reads them by the same rule. */
export function mentionAt(text: string, caret: number): Mention | null {
  const start = Math.max(0, caret - LONGEST);
  const found = WRITTEN.exec(text.slice(start, caret));
  if (found === null) return null;
  const [, quoted, bare = ""] = found;
  const after = text.slice(caret, caret + LONGEST);
  const rest = quoted === undefined ? /^[^\s"]*/.exec(after)?.[0].length : Number(after.startsWith('"'));
  return { from: start + found.index, to: caret + (rest ?? 0), query: quoted ?? bare };
}

/** What stands in the place of a mention for a file, and whether a folder's contents may follow in it. */
export function writtenMention({ path, isFolder }: FolderFile): string {
  const whole = isFolder ? `${path}/` : path;
  const isQuoted = /\s/.test(whole);
  if (isFolder) return isQuoted ? `@"${whole}` : `@${whole}`;
  return isQuoted ? `@"${whole}" ` : `@${whole} `;
}

/** Whether a path can be written as a mention at all. */
export function canBeMentioned({ path }: FolderFile): boolean {
  return !/["\n]/.test(path);
}

const WRITTEN = /(?<![^\s([{"'`,;:])@(?:"([^"\n]*)|([^\s"]*))$/;
const LONGEST = 1_000;
