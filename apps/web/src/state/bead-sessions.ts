import type { SessionInfo } from "@switchyard/core/protocol";
import { createMemo } from "solid-js";
import { byStart, type Sessions } from "./sessions.ts";
import type { Standing } from "./standing.ts";
import type { SessionState, Status } from "./status.ts";

/** Which sessions belong to which bead, and what they add up to. Archived ones are left out. */
export interface BeadSessions {
  /** The newest first. */
  of(projectId: string, beadId: string): readonly SessionInfo[];
  /** The one that says most: what needs the user before what failed, runs, waits, is finished, rests, is over. */
  strongest(projectId: string, beadId: string): SessionInfo | undefined;
  /** How the strongest stands. */
  statusOf(projectId: string, beadId: string): Status | undefined;
  /** What they cost together in US dollars; null: none told. */
  costOf(projectId: string, beadId: string): number | null;
  /** The beads of a project that have a session that is not stopped. */
  active(projectId: string): ReadonlySet<string>;
  /** All sessions of a project, with a bead or without one, the newest first. */
  inProject(projectId: string): readonly SessionInfo[];
  /** What these cost together in US dollars; null: none told. */
  costIn(projectId: string): number | null;
}

export function createBeadSessions(sessions: Sessions, standing: Standing): BeadSessions {
  const projects = createMemo(() => {
    const sorted = sessions.list.filter((session) => session.projectId !== null).toSorted(byStart);
    return Map.groupBy(sorted, (session): string => session.projectId ?? "");
  });
  const beads = createMemo(
    () => new Map([...projects()].map(([projectId, members]) => [projectId, byBead(members)])),
  );
  const active = createMemo(
    () => new Map([...projects()].map(([projectId, members]) => [projectId, activeBeads(members)])),
  );
  const of = (projectId: string, beadId: string) => beads().get(projectId)?.get(beadId) ?? NONE;
  const inProject = (projectId: string) => projects().get(projectId) ?? NONE;
  const strongest = (projectId: string, beadId: string) => {
    const members = of(projectId, beadId);
    const rank = (session: SessionInfo) =>
      STRENGTH.indexOf(standing.statusOf(session.sessionId)?.state ?? "stopped");
    return members.reduce<SessionInfo | undefined>(
      (best, session) => (best === undefined || rank(session) < rank(best) ? session : best),
      undefined,
    );
  };
  return {
    of,
    strongest,
    statusOf(projectId, beadId) {
      const session = strongest(projectId, beadId);
      return session && standing.statusOf(session.sessionId);
    },
    costOf: (projectId, beadId) => sumOfCosts(of(projectId, beadId)),
    active: (projectId) => active().get(projectId) ?? NO_BEADS,
    inProject,
    costIn: (projectId) => sumOfCosts(inProject(projectId)),
  };
}

/** The states of a session by how much they say of its bead. */
const STRENGTH: readonly SessionState[] = [
  "needs",
  "failed",
  "running",
  "waiting",
  "finished",
  "idle",
  "stopped",
];

const NONE: readonly SessionInfo[] = [];
const NO_BEADS: ReadonlySet<string> = new Set();

function byBead(sessions: readonly SessionInfo[]): Map<string, readonly SessionInfo[]> {
  return Map.groupBy(
    sessions.filter((session) => session.beadId !== null),
    (session): string => session.beadId ?? "",
  );
}

function activeBeads(sessions: readonly SessionInfo[]): ReadonlySet<string> {
  return new Set(
    sessions.flatMap((session) =>
      session.beadId === null || session.status === "stopped" ? [] : [session.beadId],
    ),
  );
}

function sumOfCosts(sessions: readonly SessionInfo[]): number | null {
  const told = sessions.flatMap((session) => session.usage.costUsd ?? []);
  return told.length === 0 ? null : told.reduce((sum, cost) => sum + cost, 0);
}
