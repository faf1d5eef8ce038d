import type { BackendInfo, PersonaInfo, SessionInfo } from "@switchyard/core/protocol";
import { byStart } from "../../state/sessions.ts";
import type { Status } from "../../state/status.ts";
import { words } from "../../words/en.ts";

export interface SessionGroup {
  readonly key: string;
  readonly label: string;
  /** The whole path of a folder, for the tooltip. */
  readonly title?: string;
  readonly kind: "needs" | "folder" | "stopped";
  readonly sessionIds: readonly string[];
}

export interface ListFacts {
  statusOf(sessionId: string): Status | undefined;
  personaOf(session: SessionInfo): PersonaInfo | undefined;
  backendOf(session: SessionInfo): BackendInfo | undefined;
}

/** The list's groups: what needs the user, then a group a folder, stopped ones last; each, and all, by start. */
export function groupSessions(
  sessions: readonly SessionInfo[],
  facts: ListFacts,
  filter: string,
): SessionGroup[] {
  const shown = sessions.filter((session) => matchesFilter(session, facts, filter)).toSorted(byStart);
  const needing = shown.filter((session) => (facts.statusOf(session.sessionId)?.needs ?? 0) > 0);
  const pinned = new Set(needing);
  const rest = shown.filter((session) => !pinned.has(session));
  const folders = Map.groupBy(
    rest.filter((session) => session.status !== "stopped"),
    (session) => session.cwd,
  );
  const names = folderNames([...folders.keys()]);
  const stopped = rest.filter((session) => session.status === "stopped");
  return [
    { kind: "needs" as const, key: "needs", label: words.status.needs, sessionIds: idsOf(needing) },
    ...[...folders].map(([cwd, members]) => ({
      kind: "folder" as const,
      key: cwd,
      label: names.get(cwd) ?? cwd,
      title: cwd,
      sessionIds: idsOf(members),
    })),
    { kind: "stopped" as const, key: "stopped", label: words.list.stopped, sessionIds: idsOf(stopped) },
  ].filter((candidate) => candidate.sessionIds.length > 0);
}

/** Whether every word of the filter stands somewhere in what the session is. */
export function matchesFilter(session: SessionInfo, facts: ListFacts, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  if (wanted === "") return true;
  const text = [
    session.title,
    session.cwd,
    session.beadId ?? "",
    session.activity ?? "",
    session.backendId,
    facts.backendOf(session)?.displayName ?? "",
    facts.personaOf(session)?.displayName ?? session.persona,
    facts.statusOf(session.sessionId)?.word ?? "",
  ]
    .join("\n")
    .toLowerCase();
  return wanted.split(/\s+/).every((part) => text.includes(part));
}

function idsOf(sessions: readonly SessionInfo[]): string[] {
  return sessions.map((session) => session.sessionId);
}

/** Each folder's last name; where two share it, with the name above. */
function folderNames(folders: readonly string[]): Map<string, string> {
  const tail = (folder: string, parts: number) =>
    folder.split("/").filter(Boolean).slice(-parts).join("/") || folder;
  const byName = Map.groupBy(folders, (folder) => tail(folder, 1));
  return new Map(
    folders.map((folder) => [folder, tail(folder, (byName.get(tail(folder, 1))?.length ?? 0) > 1 ? 2 : 1)]),
  );
}
