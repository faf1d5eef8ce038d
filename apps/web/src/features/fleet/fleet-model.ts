import type { SessionInfo } from "@switchyard/core/protocol";
import { byStart } from "../../state/sessions.ts";
import type { SessionState, Status } from "../../state/status.ts";

export const FILTERS = ["all", "needs", "running", "finished", "idle"] as const;
export type FleetFilter = (typeof FILTERS)[number];

export const SORTS = ["needs", "start", "activity", "cost"] as const;
export type FleetSort = (typeof SORTS)[number];

/** What the order needs to know of a session beyond itself. */
export interface FleetFacts {
  statusOf(sessionId: string): Status | undefined;
  /** Since when it waits for the user, in Unix ms; undefined: it does not. */
  waitsSince(sessionId: string): number | undefined;
}

/** Whether a session has a tile: those that were stopped or put away are not at work. */
export function isInFleet(session: Pick<SessionInfo, "status" | "isArchived">): boolean {
  return session.status !== "stopped" && !session.isArchived;
}

/** The filter that a session stands under; a failure that was seen waits for nobody, a request that was put off does. */
export function filterOf(status: Status | undefined): Exclude<FleetFilter, "all"> {
  if (status === undefined) return "idle";
  if (status.needs > 0 || status.state === "needs") return "needs";
  return status.state === "running" || status.state === "finished" ? status.state : "idle";
}

/** How many tiles each filter leaves. */
export function countByFilter(
  sessions: readonly SessionInfo[],
  facts: Pick<FleetFacts, "statusOf">,
): Readonly<Record<FleetFilter, number>> {
  const counts = { all: sessions.length, needs: 0, running: 0, finished: 0, idle: 0 };
  for (const { sessionId } of sessions) counts[filterOf(facts.statusOf(sessionId))] += 1;
  return counts;
}

/** The ids of the tiles, in their order. */
export function orderFleet(
  sessions: readonly SessionInfo[],
  facts: FleetFacts,
  { filter, sort }: { filter: FleetFilter; sort: FleetSort },
): string[] {
  return sessions
    .filter(({ sessionId }) => filter === "all" || filterOf(facts.statusOf(sessionId)) === filter)
    .toSorted((a, b) => orders[sort](a, b, facts) || byStart(a, b))
    .map(({ sessionId }) => sessionId);
}

/**
 * The order while somebody points at a tile or is in one: all keep their place, what is new comes last, and only
 * what is not in the fleet any more leaves.
 */
export function heldOrder(
  shown: readonly string[],
  next: readonly string[],
  isThere: (id: string) => boolean,
): string[] {
  const kept = shown.filter(isThere);
  const known = new Set(kept);
  return [...kept, ...next.filter((id) => !known.has(id))];
}

type Order = (a: SessionInfo, b: SessionInfo, facts: FleetFacts) => number;

const orders: Readonly<Record<FleetSort, Order>> = {
  needs: (a, b, facts) => {
    const state = stateOf(a, facts);
    return RANKS[state] - RANKS[stateOf(b, facts)] || within[state](a, b, facts);
  },
  start: () => 0,
  activity: byActivity,
  cost: (a, b) => (b.usage.costUsd ?? 0) - (a.usage.costUsd ?? 0),
};

const RANKS: Readonly<Record<SessionState, number>> = {
  needs: 0,
  failed: 1,
  running: 2,
  waiting: 3,
  finished: 4,
  idle: 5,
  stopped: 6,
};

/** Within a rank: who waits longest first, what ended last first, what runs by its start. */
const within: Readonly<Record<SessionState, Order>> = {
  needs: (a, b, facts) => waited(a, facts) - waited(b, facts),
  failed: byEnd,
  running: () => 0,
  waiting: () => 0,
  finished: byEnd,
  idle: byActivity,
  stopped: byActivity,
};

function stateOf({ sessionId }: SessionInfo, { statusOf }: FleetFacts): SessionState {
  return statusOf(sessionId)?.state ?? "idle";
}

/** What is not read yet waits since now. */
function waited({ sessionId }: SessionInfo, { waitsSince }: FleetFacts): number {
  return waitsSince(sessionId) ?? Number.MAX_SAFE_INTEGER;
}

function byEnd(a: SessionInfo, b: SessionInfo): number {
  return (b.lastTurn?.endedAt ?? 0) - (a.lastTurn?.endedAt ?? 0);
}

function byActivity(a: SessionInfo, b: SessionInfo): number {
  return b.lastActivity - a.lastActivity;
}
