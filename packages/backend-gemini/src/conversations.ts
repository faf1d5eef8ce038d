import type { ConversationFiles, ConversationOutline, FileEnds } from "@switchyard/core/backend";
import { oneLine } from "@switchyard/backend-acp";
import { type About, type StoredMessage, storedLine, words } from "./conversation-lines.ts";
import { GeminiConversationReader } from "./conversation-reader.ts";

/** Gemini's own files: a folder for each project, in it a file for each chat. */
export const conversations: ConversationFiles = {
  where: ({ home, env }) => ({
    root: `${env["GEMINI_CLI_HOME"] || home}/.gemini/tmp`,
    // Chats of sub-agents lie one level deeper.
    levels: [/./, /^chats$/, /^session-.+\.jsonl$/],
    cwdFile: "../.project_root",
  }),
  outline: outlineOf,
  reader: () => new GeminiConversationReader(),
};

/** None: a sub-agent's, or one that Gemini counts as empty and deletes by itself. */
function outlineOf({ head, tail, cwd }: FileEnds): ConversationOutline | null {
  let about: About = {};
  let prompt: string | undefined;
  const look = (message: StoredMessage): void => {
    if (prompt === undefined && message.type === "user") prompt = words(message) || undefined;
  };
  for (const line of [...head.split("\n"), ...(tail === "" ? [] : tail.split("\n"))]) {
    const stored = storedLine(line);
    if (stored?.kind === "message") look(stored.message);
    if (stored?.kind !== "about") continue;
    about = { ...about, ...stored.of };
    for (const message of stored.all ?? []) look(message);
  }
  if (about.sessionId === undefined || about.kind === "subagent") return null;
  if (prompt === undefined && tail === "") return null;
  return { cliSessionId: about.sessionId, cwd, title: oneLine(about.summary || prompt || "") };
}
