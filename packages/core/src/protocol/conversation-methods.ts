import { z } from "zod";
import { ConversationInfo } from "./conversation.ts";
import { method, oneSession } from "./method.ts";

/** Conversations that were begun in a terminal, with the plain CLI. */
export const conversationMethods = {
  listConversations: method({
    summary:
      "Conversations in the CLIs' own files, the newest first; those of our sessions are named as such.",
    params: z.object({
      cliBackend: z.string().max(64).optional(),
      /** Only those of this folder. */
      cwd: z.string().max(4096).optional(),
      limit: z.number().int().positive().optional(),
    }),
    result: z.object({ conversations: z.array(ConversationInfo), hasMore: z.boolean() }),
    errors: ["UNKNOWN_BACKEND"],
  }),
  takeOverConversation: method({
    summary:
      "Makes a session of a conversation that was begun in a terminal; what was said becomes its history.",
    params: z.object({ cliBackend: z.string().max(64), cliSessionId: z.string().max(128) }),
    result: oneSession,
    errors: [
      "UNKNOWN_BACKEND",
      "BACKEND_UNAVAILABLE",
      "CLI_NOT_FOUND",
      "NOT_SUPPORTED",
      "REQUEST_NOT_FOUND",
      "FOLDER_NOT_FOUND",
      "TOO_LARGE",
      "STORAGE_FAILED",
    ],
  }),
};
