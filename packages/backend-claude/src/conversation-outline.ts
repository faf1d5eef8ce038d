import type { ConversationOutline, FileEnds } from "@switchyard/core/backend";
import { storedLine, type StoredLine, userText } from "./conversation-lines.ts";
import { oneLine } from "./tools.ts";

/** What a list shows of a conversation. The folder is the first one: a command may go to another. */
export function outlineOf({ name, head, tail }: FileEnds): ConversationOutline | null {
  const cliSessionId = name.replace(/\.jsonl$/, "");
  const found: Found = {};
  for (const line of head.split("\n")) look(found, storedLine(line));
  for (const line of tail === "" ? [] : tail.split("\n")) look(found, storedLine(line));
  const title = found.title ?? found.summary ?? found.prompt;
  if (title === undefined && tail === "") return null;
  return { cliSessionId, cwd: found.cwd ?? null, title: oneLine(title ?? "") };
}

interface Found {
  cwd?: string;
  prompt?: string;
  summary?: string;
  /** What the user has named it stands above what Claude Code did. */
  title?: string;
}

function look(found: Found, line: StoredLine | null): void {
  if (line === null) return;
  if (line.cwd !== undefined) found.cwd ??= line.cwd;
  if (line.type === "custom-title" && line.customTitle) found.title = line.customTitle;
  if (line.type === "summary" && line.summary) found.summary = line.summary;
  if (line.type === "ai-title" && line.aiTitle) found.summary = line.aiTitle;
  if (line.type !== "user" || line.isMeta === true || line.isSidechain === true) return;
  if (line.message === undefined || line.isCompactSummary === true) return;
  const said = userText(line.message.content);
  if (said?.kind === "prompt" && said.text !== "/clear") found.prompt ??= said.text;
}
