import { expect, test } from "vitest";
import { deriveStatus } from "../../state/status.ts";
import { demoInfo } from "../../testing/backend-info.ts";
import { sessionInfo } from "../../testing/fake-bridge.ts";
import { type Grouping, groupSessions } from "./group-sessions.ts";

let count = 0;

function make(values: Parameters<typeof sessionInfo>[0]) {
  count += 1;
  return sessionInfo({ sessionId: `3c8a51c5-9a0e-4a52-8d2f-${String(count).padStart(12, "0")}`, ...values });
}

function group(sessions: ReturnType<typeof make>[], filter = "", by: Grouping = "project") {
  const facts = {
    statusOf: (id: string) => {
      const session = sessions.find((one) => one.sessionId === id);
      return session && deriveStatus(session);
    },
    personaOf: () => undefined,
    backendOf: (session: { backendId: string }) =>
      session.backendId === "scripted" ? demoInfo() : undefined,
    projectOf: (session: { projectId: string | null }) =>
      session.projectId === null
        ? undefined
        : { key: session.projectId, label: `Project ${session.projectId}` },
    epicOf: (session: { beadId: string | null }) =>
      session.beadId === null ? undefined : { key: "epic", label: "Webhooks" },
  };
  const titles = new Map<string, string>(sessions.map((session) => [session.sessionId, session.title]));
  return groupSessions(sessions, facts, { filter, by }).map((found) => [
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

const varied = () => [
  make({ title: "on a bead", projectId: "p", beadId: "pa-1", createdAt: 6 }),
  make({ title: "in the project", projectId: "p", createdAt: 5, status: "running" }),
  make({ title: "elsewhere", cwd: "/code/api", createdAt: 4, unread: 1, backendId: "scripted" }),
  make({ title: "on another bead", projectId: "p", beadId: "pa-2", createdAt: 3 }),
  make({ title: "ended", projectId: "p", beadId: "pa-2", status: "stopped", createdAt: 2 }),
];

test("sessions are by project, and by folder where there is none", () => {
  expect(group(varied())).toEqual([
    ["Project p", ["on a bead", "in the project", "on another bead"]],
    ["api", ["elsewhere"]],
    ["Stopped", ["ended"]],
  ]);
});

test("by epic, those without one are by their project or folder", () => {
  expect(group(varied(), "", "epic")).toEqual([
    ["Webhooks", ["on a bead", "on another bead"]],
    ["Project p", ["in the project"]],
    ["api", ["elsewhere"]],
    ["Stopped", ["ended"]],
  ]);
});

test("by state, what is at work stands above what rests", () => {
  expect(group(varied(), "", "state")).toEqual([
    ["Running", ["in the project"]],
    ["Finished", ["elsewhere"]],
    ["Idle", ["on a bead", "on another bead"]],
    ["Stopped", ["ended"]],
  ]);
});

test("by backend, each is called by its name", () => {
  expect(group(varied(), "", "backend")).toEqual([
    ["claude", ["on a bead", "in the project", "on another bead"]],
    ["Demo, no model", ["elsewhere"]],
    ["Stopped", ["ended"]],
  ]);
});

test("a session is found by its bead and by its project", () => {
  expect(group(varied(), "pa-1")).toEqual([["Project p", ["on a bead"]]]);
  expect(group(varied(), "project p pa-2")).toEqual([
    ["Project p", ["on another bead"]],
    ["Stopped", ["ended"]],
  ]);
});
