import { ProcessId, type ProcessInfo } from "@switchyard/core/protocol";
import type { FakeStep } from "@switchyard/testkit/fake-cli";
import { expect, test } from "vitest";
import { type FakeYard, halfTurn, opening, startFakeYard, turn } from "../faults/fake-yard.ts";
import { processesOf, startYard } from "./yard.ts";

const HANG: FakeStep = { do: "hang" };
const inGroup: FakeStep = { do: "fork", inOwnSession: false, holdsStdout: false };
const apart: FakeStep = { do: "fork", inOwnSession: true, holdsStdout: false };

async function onlyProcess({ yard }: FakeYard): Promise<ProcessInfo> {
  const { processes } = await yard.client.call("listProcesses", {});
  expect(processes).toHaveLength(1);
  const [process] = processes;
  if (process === undefined) throw new Error("no process");
  return process;
}

test("a process is listed with all that it started, and ending it ends that and leaves the session", async () => {
  await using fake = await startFakeYard(
    [inGroup, apart, ...opening, ...turn, HANG],
    [...opening, ...turn, HANG],
  );
  const { yard, sessionId } = fake;
  await fake.ended();
  const process = await onlyProcess(fake);
  expect(process).toMatchObject({ sessionId, backendId: "claude", cwd: yard.bridge.cwd, state: "idle" });
  expect(process.idleSince).toBeGreaterThanOrEqual(process.startedAt);
  const [own, ...started] = process.tree;
  expect(own).toMatchObject({ pid: process.pid, parentPid: yard.bridge.pid });
  expect(own?.command).toContain("scenario.json");
  expect(started).toHaveLength(2);
  for (const each of started) expect(each).toMatchObject({ parentPid: process.pid, command: "sleep 600" });
  for (const each of process.tree) expect(each.memoryBytes).toBeGreaterThan(0);
  expect(process.memoryBytes).toBe(process.tree.reduce((sum, each) => sum + (each.memoryBytes ?? 0), 0));

  const { processId } = process;
  await yard.client.call("stopProcess", { processId });
  expect(await processesOf(yard.bridge.home)).toEqual([]);
  expect((await yard.client.call("listProcesses", {})).processes).toEqual([]);
  const refusal = await yard.client.refusal("stopProcess", { processId });
  expect(refusal.code).toBe("REQUEST_NOT_FOUND");
  expect((await yard.say(sessionId, "go on")).stopReason).toBe("end_turn");
  await fake.expectSound();
});

test("ending a process in mid-turn interrupts the turn", async () => {
  await using fake = await startFakeYard([...opening, ...halfTurn, HANG]);
  const { yard, sessionId } = fake;
  await yard.said(sessionId, 1, "word1");
  const { processId, state, lastEvent } = await onlyProcess(fake);
  expect({ state, event: lastEvent?.type }).toEqual({ state: "busy", event: "agent_message" });
  await yard.client.call("stopProcess", { processId });
  expect((await fake.ended()).stopReason).toBe("interrupted");
  await fake.expectSound();
});

test("a process that nobody started is not stopped", async () => {
  await using fake = await startFakeYard([...opening, ...turn, HANG]);
  const processId = ProcessId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0c01");
  const refusal = await fake.yard.client.refusal("stopProcess", { processId });
  expect(refusal.code).toBe("REQUEST_NOT_FOUND");
});

test("what a CLI leaves when it exits is ended, and listed", async () => {
  await using fake = await startFakeYard([apart, apart, ...opening, ...turn, { do: "exit", code: 0 }]);
  const { yard, sessionId } = fake;
  await yard.chunk(sessionId, "notice", ({ code }) => code === "orphans_ended");
  const { orphans, processes } = await yard.client.call("listProcesses", {});
  expect(processes).toEqual([]);
  expect(orphans).toEqual([
    {
      at: expect.any(Number) as unknown,
      sessionId,
      backendId: "claude",
      when: "process_end",
      count: 2,
      survivors: [],
    },
  ]);
  await fake.expectSound();
});

test("what a killed bridge leaves is ended by the next one, and listed", async () => {
  await using fake = await startFakeYard([inGroup, apart, ...opening, ...halfTurn, HANG]);
  const { yard, sessionId } = fake;
  const { home } = yard.bridge;
  await yard.said(sessionId, 1, "word1");
  await yard.bridge.end("SIGKILL");
  expect(await processesOf(home)).toHaveLength(3);
  await using next = await startYard({ home });
  expect(await processesOf(home)).toEqual([]);
  const { orphans } = await next.client.call("listProcesses", {});
  expect(orphans).toMatchObject([
    { sessionId, backendId: "claude", when: "bridge_start", count: 3, survivors: [] },
  ]);
});
