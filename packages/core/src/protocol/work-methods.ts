import { z } from "zod";
import { Attachment } from "./attachment.ts";
import { ChangedFile, FolderFile } from "./changes.ts";
import { SessionId } from "./ids.ts";
import { method, oneSession } from "./method.ts";
import { Commit } from "./trace.ts";

/** The files around a session: what goes to the agent, and what it changed. */
export const workMethods = {
  addAttachment: method({
    summary:
      "Takes a file for a message that will name it; one that no message has named is dropped after a day.",
    params: z.object({
      name: z.string().min(1).max(255),
      mediaType: z.string().max(128),
      data: z.base64(),
    }),
    result: z.object({ attachment: Attachment }),
    errors: ["TOO_LARGE", "STORAGE_FAILED"],
  }),
  listFiles: method({
    summary:
      "Files of a session's folder, or of `cwd`, whose path matches what is being written after an @; the best first.",
    params: z.object({
      sessionId: SessionId.optional(),
      cwd: z.string().max(4096).optional(),
      query: z.string().max(500),
      limit: z.number().int().positive().max(200).optional(),
    }),
    result: z.object({ files: z.array(FolderFile) }),
    errors: ["SESSION_NOT_FOUND", "FOLDER_NOT_FOUND"],
  }),
  getSessionChanges: method({
    summary: "The files that differ from what they were when the session began, as git tells it.",
    params: oneSession,
    result: z.object({
      /** `git`: against the session's start; `none`: no repository, or no start was kept (`reason` says so). */
      source: z.enum(["git", "none"]),
      reason: z.string().optional(),
      /** The branch that is checked out; null: none. */
      branch: z.string().nullable(),
      /** At most 2,000; `total` counts all. */
      files: z.array(ChangedFile),
      total: z.number().int().nonnegative(),
      /** What was committed on the branch since, the newest first; at most 100. */
      commits: z.array(Commit),
      /** Others wrote in the same folder meanwhile, so it may be their work, too. */
      isShared: z.boolean(),
    }),
    errors: ["SESSION_NOT_FOUND"],
  }),
  getFileChange: method({
    summary: "One file as it was when the session began and as it is now.",
    params: z.object({ sessionId: SessionId, path: z.string().min(1).max(4096) }),
    result: z.object({
      /** Null: there was, or there is, no such file, or it is no text. */
      oldText: z.string().nullable(),
      newText: z.string().nullable(),
      isBinary: z.boolean(),
      /** Each text is at most 256 KiB; one of them was cut. */
      isCut: z.boolean(),
    }),
    errors: ["SESSION_NOT_FOUND", "NOT_SUPPORTED", "REQUEST_NOT_FOUND"],
  }),
};
