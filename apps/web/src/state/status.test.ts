import { expect, test } from "vitest";
import { backendInfo } from "../testing/backend-info.ts";
import { deriveStatus } from "./status.ts";

const calm = {
  status: "paused",
  process: "live",
  pendingApprovals: 0,
  unread: 0,
  queued: 0,
  startPlace: null,
  batch: null,
  hold: null,
} as const;

const inBatch = { batchId: "b", limit: 2, order: 4, place: 2, isHeld: false };

test.each([
  ["a request waits", { status: "running", pendingApprovals: 2 }, "needs", "Needs you", 2],
  [
    "a request waits in a session that also has news",
    { pendingApprovals: 1, unread: 4 },
    "needs",
    "Needs you",
    1,
  ],
  ["the last turn failed", { status: "failed" }, "failed", "Failed", 1],
  ["a turn is open", { status: "running" }, "running", "Running", 0],
  ["the CLI is starting", { status: "running", process: "starting" }, "running", "Starting", 0],
  [
    "its start waits for a free process",
    { status: "running", process: "starting", startPlace: 2 },
    "waiting",
    "Waiting, 2nd in line",
    0,
  ],
  [
    "a request waits and its start too",
    { status: "running", startPlace: 1, pendingApprovals: 1 },
    "needs",
    "Needs you",
    1,
  ],
  ["it waits for others of its batch", { queued: 1, batch: inBatch }, "waiting", "Waiting, 2nd in line", 0],
  [
    "its batch is held",
    { queued: 1, batch: { ...inBatch, isHeld: true } },
    "waiting",
    "Held until you go on",
    0,
  ],
  ["its batch has begun with it", { batch: { ...inBatch, place: null } }, "idle", "Idle", 0],
  ["it was stopped before its turn came", { status: "stopped", batch: inBatch }, "stopped", "Stopped", 0],
  ["there is news", { unread: 1 }, "finished", "Finished", 0],
  ["all is read", {}, "idle", "Idle", 0],
  ["all is read and the CLI sleeps", { process: "asleep" }, "idle", "Idle, asleep", 0],
  ["the user ended it", { status: "stopped", unread: 3 }, "stopped", "Stopped", 0],
] as const)("when %s, the state says so", (_, values, state, word, needs) => {
  expect(deriveStatus({ ...calm, ...values })).toEqual({ state, glyph: state, word, needs });
});

test("a failure that was looked at stays a failure and needs nobody", () => {
  expect(deriveStatus({ ...calm, status: "failed" }, { isFailureSeen: true })).toMatchObject({
    state: "failed",
    needs: 0,
  });
});

test.each(["not_installed", "not_logged_in"] as const)(
  "a failure for want of the CLI (%s) waits for it",
  (state) => {
    const status = deriveStatus({ ...calm, status: "failed" }, { backend: backendInfo({ state }) });
    expect(status).toEqual({ state: "waiting", glyph: "waiting", word: "Waiting for Claude Code", needs: 0 });
  },
);

test("what waits for a backend that is turned off says so, and all that is read stays as it was", () => {
  const backend = backendInfo({ state: "off" });
  expect(deriveStatus({ ...calm, queued: 1 }, { backend })).toEqual({
    state: "waiting",
    glyph: "waiting",
    word: "Claude Code is off",
    needs: 0,
  });
  expect(deriveStatus(calm, { backend }).state).toBe("idle");
});

test("a login that nobody knows is no fault", () => {
  const backend = backendInfo({ login: "unknown" });
  expect(deriveStatus({ ...calm, queued: 1 }, { backend }).state).toBe("idle");
});

test("a request outranks a missing CLI", () => {
  const status = deriveStatus(
    { ...calm, pendingApprovals: 1 },
    { backend: backendInfo({ state: "not_installed" }) },
  );
  expect(status.state).toBe("needs");
});
