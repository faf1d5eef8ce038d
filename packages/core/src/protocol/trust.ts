import { z } from "zod";

/** One thing in a folder that would run, or change what may run, when a CLI starts there. */
export const FolderBrings = z.object({
  /** Relative to the folder. */
  file: z.string(),
  kind: z.enum(["hooks", "servers", "environment", "commands", "permissions", "unreadable"]),
  /** In the file's own words: commands, server names, variable names (never their values). */
  detail: z.array(z.string()),
});
export type FolderBrings = z.infer<typeof FolderBrings>;

/** What `FOLDER_NOT_TRUSTED` carries; `trustFolder {cwd, hash}` accepts exactly this content. */
export const TrustQuestion = z.object({ cwd: z.string(), hash: z.string(), brings: z.array(FolderBrings) });
export type TrustQuestion = z.infer<typeof TrustQuestion>;
