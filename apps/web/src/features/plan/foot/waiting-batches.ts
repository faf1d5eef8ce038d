import type { SessionInfo } from "@switchyard/core/protocol";
import { waitsInBatch } from "../../../state/status.ts";

/** Starts that were asked for together, of which some have not begun. */
export interface WaitingBatch {
  readonly batchId: string;
  readonly limit: number;
  /** Those that wait wait for the user. */
  readonly isHeld: boolean;
  /** Those that have not begun, the next one first. */
  readonly waiting: readonly SessionInfo[];
  /** How many were asked for, those that have begun too. */
  readonly all: number;
}

/** The batches among these sessions in which any still waits, those first that need the user to go on. */
export function waitingBatches(sessions: readonly SessionInfo[]): WaitingBatch[] {
  const byId = Map.groupBy(
    sessions.filter(({ batch }) => batch !== null),
    ({ batch }) => batch?.batchId ?? "",
  );
  const batches = [...byId].flatMap(([batchId, members]) => {
    const waiting = members.filter(waitsInBatch).toSorted((a, b) => placeOf(a) - placeOf(b));
    const batch = waiting[0]?.batch;
    if (!batch) return [];
    return [{ batchId, limit: batch.limit, isHeld: batch.isHeld, waiting, all: members.length }];
  });
  return batches.toSorted((a, b) => Number(b.isHeld) - Number(a.isHeld));
}

function placeOf({ batch }: SessionInfo): number {
  return batch?.place ?? 0;
}
