import type { SessionInfo } from "@switchyard/core/protocol";
import { expect, test, vi } from "vitest";
import { type Handlers, sessionInfo } from "../testing/fake-bridge.ts";
import { startApp } from "../testing/with-app.ts";
import { byStart } from "./sessions.ts";

const idOf = (at: number) => `3c8a51c5-9a0e-4a52-8d2f-${String(at).padStart(12, "0")}`;

/** A bridge with 450 sessions, the newest first: the oldest is active, every tenth archived. */
function many(): SessionInfo[] {
  return Array.from({ length: 450 }, (_, at) =>
    sessionInfo({
      sessionId: idOf(at),
      title: `session ${at}`,
      createdAt: 10_000 - at,
      status: at === 449 ? "paused" : "stopped",
      process: "none",
      isArchived: at % 10 === 0,
    }),
  );
}

function paged(sessions: SessionInfo[]): Handlers {
  return {
    listSessions({ archived, cursor, limit }) {
      const shown = sessions.filter((each) => archived === undefined || each.isArchived === archived);
      const from = Number(cursor ?? 0);
      const to = from + Number(limit);
      return {
        sessions: shown.slice(from, to),
        archivedCount: sessions.filter((each) => each.isArchived).length,
        ...(to < shown.length ? { nextCursor: String(to) } : {}),
      };
    },
    listActiveSessions: () => ({ sessions: sessions.filter((each) => each.status !== "stopped") }),
  };
}

test("of many sessions the newest and the active ones are read, older and archived ones when they are asked for", async () => {
  const { app } = await startApp(paged(many()), () => undefined);
  expect(app.sessions.list).toHaveLength(201);
  expect(app.sessions.get(idOf(449))?.title).toBe("session 449");
  expect([app.sessions.archived.length, app.sessions.archivedCount()]).toEqual([0, 45]);
  await app.sessions.loadOlder();
  await app.sessions.loadOlder();
  expect(app.sessions.list).toHaveLength(405);
  expect(app.sessions.hasOlder()).toBe(false);
  await app.sessions.loadArchived();
  expect(app.sessions.archived).toHaveLength(45);
  expect(app.sessions.hasOlderArchived()).toBe(false);
});

test("a session that was looked for stays when the list is read anew", async () => {
  const { app } = await startApp(paged(many()), () => undefined);
  expect(app.sessions.get(idOf(440))).toBeUndefined();
  await app.sessions.find([idOf(440), idOf(441), idOf(999)]);
  await app.sessions.reload();
  expect([440, 441, 999].map((at) => app.sessions.get(idOf(at))?.title)).toEqual([
    "session 440",
    "session 441",
    undefined,
  ]);
});

test("a session that another page archives moves under the fold", async () => {
  const sessions = many();
  const { app, bridge } = await startApp(paged(sessions), () => undefined);
  const moved = sessionInfo({ ...sessions[1], isArchived: true });
  sessions[1] = moved;
  bridge.emit("session-updated", { session: moved });
  await vi.waitUntil(() => app.sessions.archivedCount() === 46);
  expect(app.sessions.list.some((each) => each.sessionId === moved.sessionId)).toBe(false);
  // It may be open here: it stays known though the list is read without archived ones.
  expect(app.sessions.get(moved.sessionId)?.isArchived).toBe(true);
});

test("a deleted session is not brought back by a list that was read before", async () => {
  const sessions = many();
  const { app, bridge } = await startApp(paged(sessions), () => undefined);
  const page = Promise.withResolvers<{ sessions: SessionInfo[]; archivedCount: number }>();
  bridge.handlers.listSessions = () => page.promise;
  const asked = bridge.next("listSessions");
  const reading = app.sessions.reload();
  await asked;
  bridge.emit("session-deleted", { sessionId: idOf(1) });
  await vi.waitUntil(() => app.sessions.isDeleted(idOf(1)));
  page.resolve({ sessions: sessions.slice(0, 5), archivedCount: 1 });
  await reading;
  expect(app.sessions.get(idOf(1))).toBeUndefined();
  expect(app.sessions.get(idOf(2))?.title).toBe("session 2");
});

test("sessions of one second are in the order of their batch", () => {
  const inBatch = (order: number, sessionId: string) =>
    sessionInfo({ sessionId, batch: { batchId: "b", limit: 1, order, place: null, isHeld: false } });
  const second = inBatch(2, "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a01");
  const first = inBatch(1, "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02");
  expect([second, first].toSorted(byStart)).toEqual([first, second]);
});
