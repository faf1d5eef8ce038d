import { type SessionId, SessionInfo } from "@switchyard/core/protocol";
import { pino } from "pino";
import { v4 as uuid } from "uuid";
import { expect, it, vi } from "vitest";
import { makeRetention, type Retention } from "./retention.ts";

it.each<[what: string, some: Partial<SessionInfo>, age: number, isDropped: boolean]>([
  ["stopped, and older than that", {}, 31, true],
  ["stopped, and not as old", {}, 29, false],
  ["put away, and older", { isArchived: true }, 31, true],
  ["not stopped", { status: "paused" }, 31, false],
  ["failed", { status: "failed" }, 31, false],
  ["unread", { unread: 1 }, 31, false],
  ["waiting for an answer", { pendingApprovals: 1 }, 31, false],
  ["holding a message", { queued: 1 }, 31, false],
])("Of sessions kept for 30 days, one that is %s", async (_what, some, age, isDropped) => {
  const { removed, retention } = place({ some, age, days: 30 });
  await retention.look();
  retention.close();
  expect(removed).toHaveLength(isDropped ? 1 : 0);
});

it("They are kept for ever where the settings say nothing", async () => {
  const { removed, retention } = place({ some: {}, age: 10_000, days: null });
  await retention.look();
  retention.close();
  expect(removed).toEqual([]);
});

it("It looks every hour, until it is closed", async () => {
  vi.useFakeTimers();
  try {
    const { removed, retention } = place({ some: {}, age: 31, days: 30 });
    await vi.advanceTimersByTimeAsync(3_599_000);
    expect(removed).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(removed).toHaveLength(1);
    retention.close();
    await vi.advanceTimersByTimeAsync(7_200_000);
    expect(removed).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

it("What cannot be dropped keeps nothing else from being dropped", async () => {
  const dropped: SessionId[] = [];
  const [one, two] = [stoppedSession({}, 31), stoppedSession({}, 31)];
  const retention = makeRetention({
    sessions: () => [one, two],
    drop: (sessionId) =>
      sessionId === one.sessionId ? Promise.reject(new Error("no")) : note(dropped, sessionId),
    keepStoppedDays: () => 30,
    now: () => NOW,
    logger: pino({ level: "silent" }),
  });
  await retention.look();
  retention.close();
  expect(dropped).toEqual([two.sessionId]);
});

function place({ some, age, days }: { some: Partial<SessionInfo>; age: number; days: number | null }): {
  removed: SessionId[];
  retention: Retention;
} {
  const removed: SessionId[] = [];
  const session = stoppedSession(some, age);
  const retention = makeRetention({
    sessions: () => (removed.length === 0 ? [session] : []),
    drop: (sessionId) => note(removed, sessionId),
    keepStoppedDays: () => days,
    now: () => NOW,
    logger: pino({ level: "silent" }),
  });
  return { removed, retention };
}

function note(list: SessionId[], sessionId: SessionId): Promise<void> {
  list.push(sessionId);
  return Promise.resolve();
}

function stoppedSession(some: Partial<SessionInfo>, age: number): SessionInfo {
  return SessionInfo.parse({
    sessionId: uuid(),
    logId: uuid(),
    beadId: null,
    persona: "none",
    backendId: "demo",
    status: "stopped",
    process: "none",
    createdAt: 0,
    lastActivity: NOW / 1000 - age * 86_400,
    title: "",
    projectId: null,
    cwd: "/",
    model: null,
    permissionMode: "default",
    cliSessionId: null,
    lastSeq: 0,
    unread: 0,
    pendingApprovals: 0,
    queued: 0,
    storage: "ok",
    sharesCwdWith: [],
    usage: { inputTokens: 0, outputTokens: 0, costUsd: null, turnsWithoutCost: 0 },
    pendingQuestions: 0,
    context: null,
    budget: null,
    beadBudget: null,
    epicBudget: null,
    hold: null,
    lastTurn: null,
    rules: 0,
    isArchived: false,
    startPlace: null,
    batch: null,
    resumeCommand: null,
    provenance: null,
    worktree: null,
    trace: null,
    verifiedTurn: 0,
    ...some,
  });
}

const NOW = 1_800_000_000_000;
