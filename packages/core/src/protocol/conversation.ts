import { z } from "zod";
import { BackendId, SessionId } from "./ids.ts";

/** A conversation as its CLI keeps it in files of its own. */
export const ConversationInfo = z.object({
  backendId: BackendId,
  cliSessionId: z.string(),
  /** The folder that it was held in; null where the file does not tell. */
  cwd: z.string().nullable(),
  /** Its name, or its first words. */
  title: z.string(),
  /** Unix seconds of its last change. */
  lastActivity: z.number().int(),
  bytes: z.number().int().nonnegative(),
  /** The session that goes on with it already. */
  sessionId: SessionId.nullable(),
  /** It was written to in the last minute: a terminal may still have it open. */
  isRecent: z.boolean(),
});
export type ConversationInfo = z.infer<typeof ConversationInfo>;
