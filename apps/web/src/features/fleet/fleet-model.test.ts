import type { SessionInfo } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { deriveStatus } from "../../state/status.ts";
import { sessionInfo } from "../../testing/fake-bridge.ts";
import { countByFilter, type FleetFacts, heldOrder, isInFleet, orderFleet } from "./fleet-model.ts";
import { stepInGrid } from "./grid-steps.ts";

const idOf = (n: number) => `3c8a51c5-9a0e-4a52-8d2f-0000000000${String(n).padStart(2, "0")}`;
const make = (n: number, values: Parameters<typeof sessionInfo>[0] = {}) =>
  sessionInfo({ sessionId: idOf(n), createdAt: 1_700_000_000 + n, ...values });
const ended = (endedAt: number) => ({
  turn: 1,
  stopReason: "end_turn",
  error: null,
  endedAt,
  durationMs: 1,
});

const sessions = [
  make(1, { lastActivity: 10, usage: { inputTokens: 0, outputTokens: 0, costUsd: 9, turnsWithoutCost: 0 } }),
  make(2, { unread: 1, lastTurn: ended(100) }),
  make(3, { unread: 1, lastTurn: ended(200) }),
  make(4, { status: "running" }),
  make(5, { status: "running" }),
  make(6, { status: "failed" }),
  make(7, { status: "running", pendingApprovals: 1 }),
  make(8, { status: "running", pendingApprovals: 1 }),
  make(9, { lastActivity: 20 }),
];
const byId = new Map(sessions.map((session) => [session.sessionId as string, session]));
const facts: FleetFacts = {
  statusOf: (id) => {
    const session = byId.get(id);
    return session && deriveStatus(session);
  },
  waitsSince: (id) => (id === idOf(7) ? 1000 : 500),
};
const numbers = (ids: readonly string[]) => ids.map((id) => Number(id.slice(-2)));
const order = (how: Partial<Parameters<typeof orderFleet>[2]> = {}, of: SessionInfo[] = sessions) =>
  numbers(orderFleet(of, facts, { filter: "all", sort: "needs", ...how }));

test("what waits longest comes first, then failures, work by its start, news, and what rests", () => {
  expect(order()).toEqual([8, 7, 6, 5, 4, 3, 2, 9, 1]);
  expect(order({ sort: "start" })).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(order({ sort: "cost" })[0]).toBe(1);
  expect(order({ sort: "activity" }).slice(-2)).toEqual([9, 1]);
});

test("a filter leaves what it counts, and a failure that was not seen needs the user", () => {
  expect(countByFilter(sessions, facts)).toEqual({ all: 9, needs: 3, running: 2, finished: 2, idle: 2 });
  expect(order({ filter: "needs" })).toEqual([8, 7, 6]);
  expect(order({ filter: "idle" })).toEqual([9, 1]);
});

test("a failure that was seen, and a request that was put off, wait for nobody in particular", () => {
  const calm: FleetFacts = {
    ...facts,
    statusOf: (id) => {
      const session = byId.get(id);
      return session && deriveStatus(session, { isFailureSeen: true, putOff: 1 });
    },
  };
  // What was put off still asks: it stays under what needs the user, and is not counted elsewhere.
  expect(countByFilter(sessions, calm)).toMatchObject({ needs: 2, idle: 3 });
  expect(orderFleet(sessions, calm, { filter: "needs", sort: "needs" })).toHaveLength(2);
});

test("sessions that were stopped or put away have no tile", () => {
  expect(isInFleet(make(1))).toBe(true);
  expect(isInFleet(make(1, { status: "stopped" }))).toBe(false);
  expect(isInFleet(make(1, { isArchived: true }))).toBe(false);
});

test("a held order moves nothing: what is new comes last, and only what is gone leaves", () => {
  const isThere = (id: string) => id !== "b";
  expect(heldOrder(["a", "b", "c"], ["d", "c", "a"], isThere)).toEqual(["a", "c", "d"]);
  // One that the filter would not show any more stays under the pointer.
  expect(heldOrder(["a", "c"], ["c"], isThere)).toEqual(["a", "c"]);
});

test("arrows walk the rows and columns of the tiles and stop at their ends", () => {
  const from = { at: 5, count: 10, columns: 4 };
  const step = (key: string, at = from.at) => stepInGrid(key, { ...from, at });
  expect([step("ArrowLeft"), step("ArrowRight"), step("ArrowUp"), step("ArrowDown")]).toEqual([4, 6, 1, 9]);
  expect([step("Home"), step("End")]).toEqual([0, 9]);
  expect([step("ArrowLeft", 0), step("ArrowUp", 2), step("ArrowRight", 9)]).toEqual([0, 2, 9]);
  // Below the third column of the second row is nothing: the last tile is nearest.
  expect([step("ArrowDown", 7), step("ArrowDown", 9)]).toEqual([9, 9]);
});
