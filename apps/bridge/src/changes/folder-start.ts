import { z } from "zod";

/** What a session's folder held before its first prompt. */
export const FolderStart = z.object({
  /** Unix milliseconds. */
  at: z.number().int(),
  /** The turn that it was kept before. */
  turn: z.number().int().positive(),
  /** Null: nothing could be kept. */
  kept: z
    .object({
      /** Of our store with the objects that the repository lacks. */
      storeId: z.uuid(),
      /** Of the repository. */
      root: z.string(),
      tree: z.string(),
      /** The commit that was checked out; null: there was none yet; not there: it is older than this is kept. */
      head: z.string().nullable().optional(),
      hasUntracked: z.boolean(),
      leftOut: z.number().int().nonnegative(),
      /** The prompt went before it was kept. */
      isLate: z.boolean(),
    })
    .nullable(),
  /** Why nothing was kept, as a sentence. */
  fault: z.string().nullable(),
});
export type FolderStart = z.infer<typeof FolderStart>;

export type KeptStart = NonNullable<FolderStart["kept"]>;
