import type { SessionInfo } from "@switchyard/core/protocol";
import type { App } from "./app.ts";

/**
 * Whether the agent says that it is done with a bead and nobody has said yet that it was looked at. A turn that failed,
 * or was interrupted, says nothing of the kind.
 */
export function isToVerify(session: SessionInfo): boolean {
  const { beadId, projectId, isArchived, status, hold, lastTurn, verifiedTurn } = session;
  if (beadId === null || projectId === null || isArchived) return false;
  if (status === "running" || hold !== null || lastTurn === null) return false;
  return lastTurn.stopReason === "end_turn" && lastTurn.turn > verifiedTurn;
}

/** Of each bead on which nobody works any more, the session that ended last. */
export function newestToVerify(sessions: readonly SessionInfo[]): SessionInfo[] {
  const onBeads = Map.groupBy(
    sessions.filter(({ beadId }) => beadId !== null),
    ({ projectId, beadId }) => `${projectId} ${beadId}`,
  );
  return [...onBeads.values()].flatMap((all) => {
    if (all.some(({ status }) => status === "running")) return [];
    const [newest] = all.filter(isToVerify).toSorted((a, b) => endOf(b) - endOf(a));
    return newest ?? [];
  });
}

/** The user has looked at what became of a bead: for all its sessions, and they are read, too. */
export async function markVerified({ wire, sessions }: Pick<App, "wire" | "sessions">, of: SessionInfo) {
  const same = sessions.list.filter(
    (each) => each.beadId === of.beadId && each.projectId === of.projectId && isToVerify(each),
  );
  await Promise.all(
    same.flatMap(({ sessionId, lastSeq, lastTurn }) => [
      wire.call("markSessionVerified", { sessionId, turn: lastTurn?.turn ?? 0 }),
      wire.call("markSessionRead", { sessionId, seq: lastSeq }),
    ]),
  );
}

function endOf({ lastTurn }: SessionInfo): number {
  return lastTurn?.endedAt ?? 0;
}
