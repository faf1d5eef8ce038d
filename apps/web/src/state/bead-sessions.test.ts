import { expect, test } from "vitest";
import { otherProjectId, projectId } from "../testing/beads.ts";
import { sessionInfo } from "../testing/fake-bridge.ts";
import { startApp } from "../testing/with-app.ts";

let count = 0;

function on(beadId: string | null, values: Parameters<typeof sessionInfo>[0] = {}) {
  count += 1;
  const sessionId = `3c8a51c5-9a0e-4a52-8d2f-${String(count).padStart(12, "0")}`;
  return sessionInfo({ sessionId, projectId, beadId, title: `s${count}`, createdAt: count, ...values });
}

const costs = (costUsd: number | null) => ({ inputTokens: 0, outputTokens: 0, costUsd, turnsWithoutCost: 0 });

test("a bead has the sessions of its own project, the newest first, without archived ones", async () => {
  const sessions = [
    on("a"),
    on("a", { status: "stopped" }),
    on("a", { isArchived: true }),
    on("a", { projectId: otherProjectId }),
    on("b"),
    on(null),
  ];
  const { app } = await startApp({ listSessions: () => ({ sessions }) }, () => undefined);
  const own = app.beadSessions.of(projectId, "a");
  expect(own.map((session) => session.sessionId)).toEqual([sessions[1]?.sessionId, sessions[0]?.sessionId]);
  expect(app.beadSessions.of(projectId, "c")).toEqual([]);
  expect(app.beadSessions.active(projectId)).toEqual(new Set(["a", "b"]));
  expect(app.beadSessions.inProject(projectId)).toHaveLength(4);
});

test("the strongest session says how the bead stands", async () => {
  const sessions = [
    on("a", { status: "running" }),
    on("a", { pendingApprovals: 1 }),
    on("a", { status: "failed" }),
    on("b", { status: "stopped" }),
    on("b", { status: "paused" }),
  ];
  const { app } = await startApp({ listSessions: () => ({ sessions }) }, () => undefined);
  expect(app.beadSessions.strongest(projectId, "a")?.sessionId).toBe(sessions[1]?.sessionId);
  expect(app.beadSessions.statusOf(projectId, "a")?.state).toBe("needs");
  expect(app.beadSessions.statusOf(projectId, "b")?.state).toBe("idle");
  expect(app.beadSessions.statusOf(projectId, "c")).toBeUndefined();
});

test("costs are summed where any was told", async () => {
  const sessions = [on("a", { usage: costs(1) }), on("a", { usage: costs(0.5) }), on("b")];
  const { app } = await startApp({ listSessions: () => ({ sessions }) }, () => undefined);
  expect(app.beadSessions.costOf(projectId, "a")).toBe(1.5);
  expect(app.beadSessions.costOf(projectId, "b")).toBeNull();
  expect(app.beadSessions.costIn(projectId)).toBe(1.5);
});
