import type { BackendInfo, SessionInfo } from "@switchyard/core/protocol";
import type { NamedPersona } from "../../state/personas.ts";
import { byStart } from "../../state/sessions.ts";
import type { SessionState, Status } from "../../state/status.ts";
import { words } from "../../words/en.ts";

export const GROUPINGS = ["epic", "project", "state", "backend"] as const;
/** What the list is grouped by, below what needs the user. */
export type Grouping = (typeof GROUPINGS)[number];

export interface SessionGroup {
  readonly key: string;
  readonly label: string;
  /** The whole path of a folder, for the tooltip. */
  readonly title?: string;
  readonly kind: "needs" | "group" | "stopped";
  readonly sessionIds: readonly string[];
}

export interface ListFacts {
  statusOf(sessionId: string): Status | undefined;
  personaOf(session: SessionInfo): NamedPersona | undefined;
  backendOf(session: SessionInfo): BackendInfo | undefined;
  projectOf(session: SessionInfo): NamedGroup | undefined;
  /** What its bead is a part of. */
  epicOf(session: SessionInfo): NamedGroup | undefined;
}

/** Where a session belongs: the key tells two of one name apart. */
export interface NamedGroup {
  readonly key: string;
  readonly label: string;
  readonly title?: string;
}

/** The list's groups: what needs the user, then as is asked for, stopped ones last; each, and all, by start. */
export function groupSessions(
  sessions: readonly SessionInfo[],
  facts: ListFacts,
  { filter, by }: { filter: string; by: Grouping },
): SessionGroup[] {
  const shown = sessions.filter((session) => matchesFilter(session, facts, filter)).toSorted(byStart);
  const needing = shown.filter((session) => (facts.statusOf(session.sessionId)?.needs ?? 0) > 0);
  const pinned = new Set(needing);
  const rest = shown.filter((session) => !pinned.has(session));
  const stopped = rest.filter((session) => session.status === "stopped");
  const live = rest.filter((session) => session.status !== "stopped");
  return [
    { kind: "needs" as const, key: "needs", label: words.status.needs, sessionIds: idsOf(needing) },
    ...groupers[by](live, facts),
    { kind: "stopped" as const, key: "stopped", label: words.list.stopped, sessionIds: idsOf(stopped) },
  ].filter((candidate) => candidate.sessionIds.length > 0);
}

type Grouper = (sessions: readonly SessionInfo[], facts: ListFacts) => SessionGroup[];

const groupers: Readonly<Record<Grouping, Grouper>> = {
  epic: (sessions, facts) => {
    const folders = folderNames(sessions);
    return byName(sessions, (session) => facts.epicOf(session) ?? placeOf(session, facts, folders));
  },
  project: (sessions, facts) => {
    const folders = folderNames(sessions);
    return byName(sessions, (session) => placeOf(session, facts, folders));
  },
  state: (sessions, facts) => {
    const stateOf = (session: SessionInfo) => facts.statusOf(session.sessionId)?.state ?? "idle";
    const groups = byName(sessions, (session) => {
      const state = stateOf(session);
      return { key: `state ${state}`, label: words.list.states[state] };
    });
    const rank = (group: SessionGroup) => STATES.findIndex((state) => group.key === `state ${state}`);
    return groups.toSorted((a, b) => rank(a) - rank(b));
  },
  backend: (sessions, facts) =>
    byName(sessions, (session) => ({
      key: `backend ${session.backendId}`,
      label: facts.backendOf(session)?.displayName ?? session.backendId,
    })),
};

/** By how much they ask of the user. */
const STATES: readonly SessionState[] = ["failed", "running", "waiting", "finished", "idle"];

function byName(sessions: readonly SessionInfo[], nameOf: (session: SessionInfo) => NamedGroup) {
  const names = new Map<string, NamedGroup>();
  const members = Map.groupBy(sessions, (session) => {
    const name = nameOf(session);
    if (!names.has(name.key)) names.set(name.key, name);
    return name.key;
  });
  return [...names.values()].map((name) => ({
    ...name,
    kind: "group" as const,
    sessionIds: idsOf(members.get(name.key) ?? []),
  }));
}

/** Its project, or the folder where there is none. */
function placeOf(session: SessionInfo, facts: ListFacts, folders: ReadonlyMap<string, string>): NamedGroup {
  const { cwd } = session;
  return facts.projectOf(session) ?? { key: `folder ${cwd}`, label: folders.get(cwd) ?? cwd, title: cwd };
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
    facts.projectOf(session)?.label ?? "",
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
function folderNames(sessions: readonly SessionInfo[]): Map<string, string> {
  const folders = [...new Set(sessions.map((session) => session.cwd))];
  const tail = (folder: string, parts: number) =>
    folder.split("/").filter(Boolean).slice(-parts).join("/") || folder;
  const byLast = Map.groupBy(folders, (folder) => tail(folder, 1));
  return new Map(
    folders.map((folder) => [folder, tail(folder, (byLast.get(tail(folder, 1))?.length ?? 0) > 1 ? 2 : 1)]),
  );
}
