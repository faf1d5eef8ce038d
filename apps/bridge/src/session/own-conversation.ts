import type { Backend } from "@switchyard/core/backend";
import type { SessionRecord } from "./record.ts";

/** What goes on with a session's conversation in the user's own terminal, for a POSIX shell; null: nothing does. */
export function resumeCommand(
  backend: Pick<Backend, "resumeCommand">,
  record: Pick<SessionRecord, "cliSessionId" | "cwd">,
): string | null {
  const command = commandInFolder(backend, record);
  return command === null ? null : `cd ${quoted(record.cwd)} && ${command}`;
}

/** The same, for a shell that is in the session's folder. */
export function commandInFolder(
  backend: Pick<Backend, "resumeCommand">,
  { cliSessionId }: Pick<SessionRecord, "cliSessionId">,
): string | null {
  if (cliSessionId === null || backend.resumeCommand === undefined) return null;
  return backend.resumeCommand(cliSessionId).map(quoted).join(" ") || null;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The CLI is in another conversation from now on (after `/clear`), or in none. */
export function followConversation(record: SessionRecord, cliSessionId: string | null): void {
  const before = record.cliSessionId;
  record.cliSessionId = cliSessionId;
  if (before === null || before === cliSessionId) return;
  const earlier = record.earlierCliSessionIds.filter((id) => id !== cliSessionId && id !== before);
  record.earlierCliSessionIds = [...earlier, before].slice(-MAX_EARLIER);
}

const MAX_EARLIER = 50;
