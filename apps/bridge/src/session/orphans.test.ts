import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { SessionId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import type { ProcessEnd, ProcessHost } from "../process/host.ts";
import { readIdentity } from "../process/identity.ts";
import { makeOrphanList } from "./orphans.ts";

const sessionId = SessionId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a01");

/** A host whose processes have ended at once, in the ways that are given. */
function hostOf(ends: readonly Partial<ProcessEnd>[]): ProcessHost {
  const left = [...ends];
  return {
    start: (spec) => {
      const clean = {
        reason: "exit",
        code: 0,
        signal: null,
        stderrTail: "",
        orphansEnded: 0,
        survivors: [],
      } as const;
      const ended = Promise.resolve<ProcessEnd>({ ...clean, ...left.shift() });
      return {
        marker: spec.marker,
        write: () => undefined,
        closeInput: () => undefined,
        setPaused: () => undefined,
        stop: () => ended,
        kill: () => ended,
        ended,
      };
    },
  };
}

async function listOf(ends: readonly Partial<ProcessEnd>[]) {
  const orphans = makeOrphanList();
  const host = orphans.watch(hostOf(ends), (marker) => (marker === "0" ? sessionId : null));
  for (const at of ends.keys()) {
    await host.start({ program: "/x", args: [], cwd: "/", env: {}, marker: String(at) }, () => undefined)
      .ended;
  }
  return orphans.list();
}

test("what ends left is listed, the newest first, with whose it was; a clean end is not", async () => {
  const list = await listOf([{ orphansEnded: 2 }, {}, { survivors: [77] }]);
  const at = expect.any(Number) as unknown;
  expect(list).toEqual([
    { at, sessionId: null, when: "process_end", count: 0, survivors: [77] },
    { at, sessionId, when: "process_end", count: 2, survivors: [] },
  ]);
});

test("only the last hundred are kept", async () => {
  const list = await listOf(Array.from({ length: 120 }, (_, at) => ({ orphansEnded: at + 1 })));
  expect(list).toHaveLength(100);
  expect(list[0]?.count).toBe(120);
});

test("what a dead bridge left is counted with what ends in its group, a stranger with its pid is left alone", async () => {
  const marker = randomUUID();
  const env = { SWITCHYARD_PROCESS: marker, PATH: "/usr/bin:/bin" };
  const script = "sleep 600 & setsid sleep 600 & echo ready; wait";
  using left = killed(spawn("/bin/sh", ["-c", script], { env, detached: true }));
  await once(left.child.stdout, "data");
  using stranger = killed(
    spawn("/bin/sh", ["-c", "echo ready; exec sleep 600"], { env: {}, detached: true }),
  );
  await once(stranger.child.stdout, "data");

  const orphans = makeOrphanList();
  await orphans.reap([
    { marker, sessionId, ...readIdentity(left.child.pid ?? 0) },
    { marker: randomUUID(), sessionId: null, ...readIdentity(stranger.child.pid ?? 0) },
  ]);
  expect(orphans.list()).toEqual([
    { at: expect.any(Number) as unknown, sessionId, when: "bridge_start", count: 3, survivors: [] },
  ]);
  expect(stranger.child.kill(0)).toBe(true);
});

function killed<Started extends ChildProcess>(child: Started) {
  return { child, [Symbol.dispose]: () => void child.kill("SIGKILL") };
}
