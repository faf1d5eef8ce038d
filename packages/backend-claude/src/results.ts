import { z } from "zod";
import type { AgentImage } from "@switchyard/core/backend";
import type { FileDiff } from "@switchyard/core/protocol";
import { Block } from "./native.ts";

/** Whether a block is what a tool gave back. */
export function isResult({ type, tool_use_id: id }: Block): boolean {
  return id !== undefined && type.endsWith("tool_result");
}

/** What a tool gave back: `output` names in brackets what is neither text nor a picture that can be shown. */
export interface Shown {
  readonly output: string;
  readonly images: AgentImage[];
}

const MAX_IMAGES = 8;
/** In characters of base64: 5 MiB. */
const MAX_IMAGE = (5 * 1024 * 1024 * 4) / 3;

/** Reads a tool result's content; `details` is its line's `tool_use_result`. */
export function resultShown(content: unknown, details?: unknown): Shown {
  const report = Report.safeParse(details).data?.content;
  const said = report ?? content;
  if (typeof said === "string") return { output: withoutTags(said), images: [] };
  const images: AgentImage[] = [];
  const texts = (z.array(Block).safeParse(said).data ?? []).flatMap((block) => {
    const image = Picture.safeParse(block).data?.source;
    if (image === undefined) return [block.type === "text" ? (block.text ?? "") : `[${block.type}]`];
    if (image.data.length > MAX_IMAGE || images.length === MAX_IMAGES) return [tooMuch(image.data)];
    images.push({ mediaType: image.media_type, data: image.data });
    return [];
  });
  return { output: withoutTags(texts.join("\n")), images };
}

/** A sub-agent's own words; what the model reads of them has a page of Claude's around them. */
const Report = z.looseObject({ agentId: z.string(), content: z.array(Block).min(1) });
const Picture = z.looseObject({
  type: z.literal("image"),
  source: z.looseObject({
    type: z.literal("base64"),
    media_type: z.string().startsWith("image/"),
    data: z.string().min(1),
  }),
});

function tooMuch(base64: string): string {
  return `[image, ${Math.max(1, Math.round((base64.length * 0.75) / 1e6))} MB]`;
}

/** What Claude puts around a result for the model. */
function withoutTags(text: string): string {
  const said = text.replace(/^\s*<tools-used-before-summary>.*<\/tools-used-before-summary>\s*/, "");
  return /^<tool_use_error>([\s\S]*)<\/tool_use_error>$/.exec(said)?.[1] ?? said;
}

/** A hunk that is empty on one side says 0 there. */
const lineNumber = z.number().int().positive().optional().catch(undefined);
const Hunk = z.looseObject({ lines: z.array(z.string()), oldStart: lineNumber, newStart: lineNumber });
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
  if (hunks.length > 0) return hunks.slice(0, MAX_REGIONS).map((hunk) => bounded(region(path, hunk)));
  if (file.type === "create" && file.content !== undefined) {
    return [bounded({ path, oldText: null, newText: file.content })];
  }
  if (file.newString === undefined || file.oldString === undefined) return undefined;
  const isNew = file.oldString === "" && (file.originalFile ?? null) === null;
  return [bounded({ path, oldText: isNew ? null : file.oldString, newText: file.newString })];
}

/** One hunk of a patch as the text before and after; its lines begin with " ", "-" or "+". */
function region(path: string, { lines, oldStart, newStart }: z.infer<typeof Hunk>): FileDiff {
  const side = (mark: "-" | "+"): string =>
    lines
      .filter((line) => line.startsWith(" ") || line.startsWith(mark))
      .map((line) => line.slice(1))
      .join("\n");
  return {
    path,
    oldText: side("-"),
    newText: side("+"),
    ...(oldStart === undefined ? {} : { oldStart }),
    ...(newStart === undefined ? {} : { newStart }),
  };
}

const MAX_REGIONS = 100;
/** A text of this length is shown whole; longer ones the bridge keeps, and shows from their beginning. */
const MAX_TEXT = 1024 * 1024;

function bounded(diff: FileDiff): FileDiff {
  const { oldText, newText } = diff;
  return { ...diff, oldText: oldText === null ? null : cut(oldText), newText: cut(newText) };
}

function cut(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  return `${text.slice(0, MAX_TEXT)}\n… ${text.length - MAX_TEXT} more characters`;
}
