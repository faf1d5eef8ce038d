import { z } from "zod";

/** A file that differs from what it was when the session began. */
export const ChangedFile = z.object({
  /** From the folder of the repository, with "/". */
  path: z.string(),
  /** Where it was before, of a file that was moved. */
  oldPath: z.string().optional(),
  status: z.enum(["added", "modified", "deleted", "renamed"]),
  /** Lines; null for a file that is no text. */
  added: z.number().int().nonnegative().nullable(),
  removed: z.number().int().nonnegative().nullable(),
});
export type ChangedFile = z.infer<typeof ChangedFile>;

/** A file of a folder, for completion. */
export const FolderFile = z.object({
  /** From the folder, with "/". */
  path: z.string(),
  isFolder: z.boolean(),
});
export type FolderFile = z.infer<typeof FolderFile>;
