import { FileDiff } from "@switchyard/core/protocol";
import { sessionWords as words } from "../../words/session-words.ts";
import { hunksOf } from "../session/diff/hunks.ts";
import { type DiffLine, diffLines } from "../session/diff/line-diff.ts";
import type { InputPart } from "./input-parts.ts";

/** The changes of files that a value is a list of; null for anything else. */
export function fileDiffs(value: unknown): FileDiff[] | null {
  const diffs = FileDiff.array().nonempty().safeParse(value);
  return diffs.success ? diffs.data : null;
}

/** A change to a file, as text that hides no character: its path, then what goes and what comes. */
export function fileParts({ path, oldText, newText }: FileDiff): InputPart[] {
  const hunks = hunksOf(diffLines(oldText, newText), CONTEXT);
  return [
    { label: "", text: path, tone: "plain" },
    ...hunks.flatMap(({ skipped, lines }): InputPart[] => [
      ...(skipped > 0 ? [{ label: words.unchanged(skipped), text: "", tone: "plain" } as const] : []),
      ...stretches(lines).map(partOf),
    ]),
  ];
}

/** Lines in a row of which the same becomes. */
function stretches(lines: readonly DiffLine[]): DiffLine[][] {
  const rows: DiffLine[][] = [];
  for (const line of lines) {
    const last = rows.at(-1);
    if (last?.[0]?.kind === line.kind) last.push(line);
    else rows.push([line]);
  }
  return rows;
}

function partOf(lines: readonly DiffLine[]): InputPart {
  const text = lines.map((line) => line.text).join("\n");
  const kind = lines[0]?.kind ?? "same";
  return { label: kind === "same" ? "" : words[kind], text, tone: kind };
}

/** Unchanged lines around each change. */
const CONTEXT = 3;
