import { FileDiff } from "@switchyard/core/protocol";
import { z } from "zod";

/**
 * What the input of a call would change, where it says so: the files that a program lists, or texts to write and
 * to replace. Empty for any other input.
 */
export function inputDiffs(input: unknown): FileDiff[] {
  const told = Told.safeParse(input).data;
  if (told === undefined) return [];
  if (told.diff !== undefined) return told.diff;
  const path = told.file_path ?? told.notebook_path;
  if (path === undefined) return [];
  const single = Edit.safeParse(told).data;
  const edits = told.edits ?? (single === undefined ? [] : [single]);
  if (edits.length > 0) return edits.map((edit) => replaced(path, edit));
  const text = told.content ?? told.new_source;
  return text === undefined ? [] : [{ path, oldText: null, newText: text }];
}

const text = z.string().optional().catch(undefined);
const Edit = z.object({ old_string: z.string(), new_string: z.string() });
const Told = z.object({
  diff: z.array(FileDiff).nonempty().optional().catch(undefined),
  edits: z.array(Edit).nonempty().optional().catch(undefined),
  file_path: text,
  notebook_path: text,
  old_string: text,
  new_string: text,
  content: text,
  new_source: text,
});

/** What replaces nothing is new. */
function replaced(path: string, edit: z.infer<typeof Edit>): FileDiff {
  return { path, oldText: edit.old_string === "" ? null : edit.old_string, newText: edit.new_string };
}
