import { SessionId } from "@switchyard/core/protocol";
import { afterEach, expect, test, vi } from "vitest";
import { session, sessionInfo } from "../testing/fake-bridge.ts";
import { commandRequest } from "../testing/waiting-request.ts";
import { startApp } from "../testing/with-app.ts";
import { inboxItems } from "./inbox.ts";
import { endKey, requestKey } from "./needs.ts";

const second = SessionId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02");
const third = SessionId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a03");
const lastTurn = { turn: 1, stopReason: "error", error: null, endedAt: 20, durationMs: 1 };
const asking = sessionInfo({ status: "running", pendingApprovals: 2 });
const failed = sessionInfo({ sessionId: second, status: "failed", lastTurn });
const requests = [commandRequest(10, "npm test -- a"), commandRequest(30, "npm test -- b")];

afterEach(() => localStorage.clear());

async function start() {
  const started = await startApp(
    { listSessions: () => ({ sessions: [asking, failed] }), listRequests: () => ({ requests }) },
    () => undefined,
  );
  await vi.waitUntil(() => started.app.requests.isLoaded());
  return started;
}

test("needs are requests and failures of all sessions in a ring, the oldest first", async () => {
  const { app } = await start();
  const keys = [requestKey(requests[0]!), endKey(failed), requestKey(requests[1]!)];
  expect(app.standing.all().map(({ key }) => key)).toEqual(keys);
  expect(app.standing.next(keys[0], 1)?.key).toBe(keys[1]);
  expect(app.standing.next(keys[2], 1)?.key).toBe(keys[0]);
  expect(app.standing.next(keys[0], -1)?.key).toBe(keys[2]);
  expect(app.standing.next(undefined, 1)?.key).toBe(keys[0]);
  // Among sessions, one that asks twice is one stop.
  expect(app.standing.nextSession(session, 1)?.sessionId).toBe(second);
  expect(app.standing.nextSession(second, 1)?.sessionId).toBe(session);
});

test("what is put off waits as before and counts nowhere, until its time has come or it is brought back", async () => {
  const { app, bridge } = await start();
  expect(app.standing.needs()).toBe(3);
  app.snoozed.set(requestKey(requests[0]!), Date.now() + 60_000);
  app.snoozed.set(endKey(failed), Date.now() + 60_000);
  expect(app.standing.needs()).toBe(1);
  expect(app.standing.statusOf(session)?.state).toBe("needs");
  expect(inboxItems(app).map(({ key }) => key)).toEqual([requestKey(requests[1]!)]);
  // Another failure of the same session is another thing.
  bridge.emit("session-updated", {
    session: { ...failed, lastTurn: { ...lastTurn, turn: 2, endedAt: 40 } },
  });
  await vi.waitUntil(() => app.standing.needs() === 2);
  app.snoozed.set(requestKey(requests[0]!), null);
  expect(app.standing.needs()).toBe(3);
  app.snoozed.set(requestKey(requests[0]!), Date.now() - 60_000);
  expect(app.standing.needs()).toBe(3);
});

test("a request that is counted and not read yet can be gone to all the same", async () => {
  const counted = sessionInfo({ sessionId: third, status: "running", pendingApprovals: 1 });
  const { app } = await startApp({ listSessions: () => ({ sessions: [counted] }) }, () => undefined);
  expect(app.standing.all()).toMatchObject([{ sessionId: third, requestId: null }]);
  expect(app.standing.needs()).toBe(1);
});

test("what another tab puts off or has seen counts here no more", async () => {
  const { app } = await start();
  localStorage.setItem(
    "switchyard.snoozed",
    JSON.stringify([[requestKey(requests[0]!), Date.now() + 60_000]]),
  );
  window.dispatchEvent(new StorageEvent("storage", { key: "switchyard.snoozed" }));
  localStorage.setItem("switchyard.seen", JSON.stringify([[second, failed.lastSeq]]));
  window.dispatchEvent(new StorageEvent("storage", { key: "switchyard.seen" }));
  expect(app.standing.needs()).toBe(1);
});
