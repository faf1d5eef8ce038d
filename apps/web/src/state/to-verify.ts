import type { SessionInfo } from "@switchyard/core/protocol";

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

function endOf({ lastTurn }: SessionInfo): number {
  return lastTurn?.endedAt ?? 0;
}
