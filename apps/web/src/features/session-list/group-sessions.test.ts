import { expect, test } from "vitest";
import { deriveStatus } from "../../state/status.ts";
import { demoInfo } from "../../testing/backend-info.ts";
import { sessionInfo } from "../../testing/fake-bridge.ts";
import { groupSessions } from "./group-sessions.ts";

let count = 0;

function make(values: Parameters<typeof sessionInfo>[0]) {
  count += 1;
  return sessionInfo({ sessionId: `3c8a51c5-9a0e-4a52-8d2f-${String(count).padStart(12, "0")}`, ...values });
}

function group(sessions: ReturnType<typeof make>[], filter = "") {
  const facts = {
    statusOf: (id: string) => {
      const session = sessions.find((one) => one.sessionId === id);
      return session && deriveStatus(session);
    },
    personaOf: () => undefined,
    backendOf: (session: { backendId: string }) =>
      session.backendId === "scripted" ? demoInfo() : undefined,
  };
  const titles = new Map<string, string>(sessions.map((session) => [session.sessionId, session.title]));
  return groupSessions(sessions, facts, filter).map((found) => [
    found.label,
    found.sessionIds.map((id) => titles.get(id)),
  ]);
}

test("what needs the user is pinned above, the rest is by folder, what was ended is last", () => {
  const sessions = [
    make({ title: "ended", status: "stopped", createdAt: 9 }),
    make({ title: "old in app", cwd: "/code/app", createdAt: 1 }),
    make({ title: "in api", cwd: "/code/api", createdAt: 2 }),
    make({ title: "new in app", cwd: "/code/app", createdAt: 3 }),
    make({ title: "asks", cwd: "/code/app", pendingApprovals: 1, createdAt: 0 }),
  ];
  expect(group(sessions)).toEqual([
    ["Needs you", ["asks"]],
    ["app", ["new in app", "old in app"]],
    ["api", ["in api"]],
    ["Stopped", ["ended"]],
  ]);
});

test("folders of one name are told apart by the folder above", () => {
  const sessions = [
    make({ title: "a", cwd: "/home/ada/web", createdAt: 2 }),
    make({ title: "b", cwd: "/srv/web", createdAt: 1 }),
  ];
  expect(group(sessions)).toEqual([
    ["ada/web", ["a"]],
    ["srv/web", ["b"]],
  ]);
});

test("every word of the filter must be found somewhere in the session", () => {
  const sessions = [
    make({ title: "Fix login", cwd: "/code/api" }),
    make({ title: "Fix cache", cwd: "/code/web" }),
  ];
  expect(group(sessions, "FIX api")).toEqual([["api", ["Fix login"]]]);
});

test("a session is found by what its backend is called", () => {
  const sessions = [make({ title: "tour", backendId: "scripted" }), make({ title: "work" })];
  expect(group(sessions, "no model")).toEqual([["app", ["tour"]]]);
});
