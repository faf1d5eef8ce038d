import { z } from "zod";
import type { FileDiff } from "@switchyard/core/protocol";
import { Block } from "./native.ts";

/** A tool result's content as text: what is no text is named in brackets. */
export function resultText(content: unknown): string {
  if (typeof content === "string") return withoutTags(content);
  const blocks = z.array(Block).safeParse(content).data ?? [];
  return withoutTags(blocks.map(blockText).join("\n"));
}

function blockText(block: Block): string {
  if (block.type === "text") return block.text ?? "";
  if (block.type === "image") return "[image]";
  return `[${block.type}]`;
}

function withoutTags(text: string): string {
  return /^<tool_use_error>([\s\S]*)<\/tool_use_error>$/.exec(text)?.[1] ?? text;
}

const Hunk = z.looseObject({ lines: z.array(z.string()) });
const FileChange = z.looseObject({
  filePath: z.string(),
  type: z.string().optional(),
  content: z.string().optional(),
  oldString: z.string().optional(),
  newString: z.string().optional(),
  originalFile: z.string().nullish(),
  structuredPatch: z.array(Hunk).optional(),
});
const NotebookChange = z.looseObject({
  notebook_path: z.string(),
  new_source: z.string(),
  old_source: z.string().optional(),
});

/** The regions that an Edit, Write or NotebookEdit changed, from the `tool_use_result` of its line. */
export function resultDiff(details: unknown): FileDiff[] | undefined {
  const file = FileChange.safeParse(details).data;
  if (file !== undefined) return fileDiff(file);
  const cell = NotebookChange.safeParse(details).data;
  if (cell === undefined) return undefined;
  return [bounded({ path: cell.notebook_path, oldText: cell.old_source ?? null, newText: cell.new_source })];
}

function fileDiff(file: z.infer<typeof FileChange>): FileDiff[] | undefined {
  const path = file.filePath;
  const hunks = file.structuredPatch ?? [];
  if (hunks.length > 0) return hunks.slice(0, MAX_REGIONS).map(({ lines }) => bounded(region(path, lines)));
  if (file.type === "create" && file.content !== undefined) {
    return [bounded({ path, oldText: null, newText: file.content })];
  }
  if (file.newString === undefined || file.oldString === undefined) return undefined;
  const isNew = file.oldString === "" && (file.originalFile ?? null) === null;
  return [bounded({ path, oldText: isNew ? null : file.oldString, newText: file.newString })];
}

/** One hunk of a patch as the text before and after; its lines begin with " ", "-" or "+". */
function region(path: string, lines: readonly string[]): FileDiff {
  const side = (mark: "-" | "+"): string =>
    lines
      .filter((line) => line.startsWith(" ") || line.startsWith(mark))
      .map((line) => line.slice(1))
      .join("\n");
  return { path, oldText: side("-"), newText: side("+") };
}

const MAX_REGIONS = 100;
const MAX_TEXT = 64 * 1024;

function bounded({ path, oldText, newText }: FileDiff): FileDiff {
  return { path, oldText: oldText === null ? null : cut(oldText), newText: cut(newText) };
}

function cut(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  return `${text.slice(0, MAX_TEXT)}\n… ${text.length - MAX_TEXT} more characters`;
}
