import { structuredPatch } from "diff";
import { quotedLines, visible, visibleLine } from "./visible.ts";

/** A file of a pack as it was and as it would be; null: it is not there, or is no text. */
export interface FileChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly change: "added" | "changed" | "removed" | "same";
}

/** The change of a file as a unified diff; nothing of it reaches a terminal raw. */
export function changeText(file: FileChange): string[] {
  const name = visibleLine(file.path);
  const was = file.change === "added" ? "/dev/null" : name;
  const is = file.change === "removed" ? "/dev/null" : name;
  return [`--- ${was}`, `+++ ${is}`, ...changedLines(file)];
}

function changedLines({ before, after }: FileChange): string[] {
  if (before === null && after === null) return ["  (it is no text, and can't be shown)"];
  if (before === null || after === null) return oneSided(before, after);
  const patch = structuredPatch("", "", before, after, undefined, undefined, {
    context: 3,
    maxEditLength: MAX_EDITS,
  });
  if (patch === undefined)
    return ["  (it has changed altogether; this is what it is now)", ...quotedLines(after)];
  return patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines.map(visible),
  ]);
}

/** More would take seconds to compute, and nobody would read it line by line. */
const MAX_EDITS = 1000;

function oneSided(before: string | null, after: string | null): string[] {
  const [sign, text] = before === null ? ["+", after ?? ""] : ["-", before];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const range = lines.length === 0 ? "0,0" : `1,${lines.length}`;
  const header = before === null ? `@@ -0,0 +${range} @@` : `@@ -${range} +0,0 @@`;
  return [header, ...lines.map((line) => `${sign}${visible(line)}`)];
}
