import type { ConversationFiles } from "@switchyard/core/backend";
import { outlineOf } from "./conversation-outline.ts";
import { ClaudeConversationReader } from "./conversation-reader.ts";

/** Claude Code's own files: a folder for each place it worked in, a file for each conversation. */
export const conversations: ConversationFiles = {
  where: ({ home, env }) => ({
    root: `${env["CLAUDE_CONFIG_DIR"] || `${home}/.claude`}/projects`,
    // Files of sub-agents are named "agent-…".
    levels: [/./, /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.jsonl$/],
  }),
  outline: outlineOf,
  reader: () => new ClaudeConversationReader(),
};
