import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { expect, test } from "vitest";
import { bootId, isSameProcess, readIdentity } from "./identity.ts";
import { pidsOf } from "./marked-by-ps.ts";
import { parseStat } from "./proc-stat.ts";
import { reapLeftovers, sweepMarker, sweepMarkers } from "./sweep.ts";
import { isAlive } from "./process.testkit.ts";

/** Sleepers, in sessions of their own, that carry a marker. */
function sleepers() {
  const children: ChildProcess[] = [];
  return {
    async start(marker: string, program = "exec sleep 60") {
      const options = { env: { SWITCHYARD_PROCESS: marker, PATH: "/usr/bin:/bin" }, detached: true } as const;
      const child = spawn("/bin/sh", ["-c", `echo ready; ${program}`], options);
      children.push(child);
      await once(child.stdout, "data");
      if (child.pid === undefined) throw new Error("no pid");
      return { pid: child.pid, exit: once(child, "exit") };
    },
    [Symbol.dispose]() {
      for (const child of children) child.kill("SIGKILL");
    },
  };
}

test("everything that carries one of the markers is ended, and nothing else", async () => {
  using place = sleepers();
  const [first, second, other] = [randomUUID(), randomUUID(), randomUUID()];
  const marked = await Promise.all([place.start(first), place.start(first), place.start(second)]);
  const bystander = await place.start(other);
  expect(await sweepMarkers([first, second])).toEqual({ ended: 3, survivors: [] });
  for (const { pid } of marked) expect(isAlive(pid)).toBe(false);
  expect(isAlive(bystander.pid)).toBe(true);
});

test("a sweep ends what goes on starting others", async () => {
  using place = sleepers();
  const marker = randomUUID();
  await place.start(marker, "while :; do setsid sleep 60 & sleep 0.01; done");
  const { ended, survivors } = await sweepMarker(marker);
  expect(survivors).toEqual([]);
  expect(ended).toBeGreaterThanOrEqual(1);
  expect(await sweepMarker(marker)).toEqual({ ended: 0, survivors: [] });
});

test("many sweeps at a time each end their own", async () => {
  using place = sleepers();
  const markers = Array.from({ length: 10 }, () => randomUUID());
  await Promise.all(markers.map((marker) => place.start(marker)));
  const outcomes = await Promise.all(markers.map(sweepMarker));
  expect(outcomes).toEqual(markers.map(() => ({ ended: 1, survivors: [] })));
});

test("nothing is looked for where nothing is asked", async () => {
  expect(await sweepMarkers([])).toEqual({ ended: 0, survivors: [] });
});

test("what a dead bridge left is ended with its group, also what dropped the marker", async () => {
  using place = sleepers();
  const marker = randomUUID();
  const left = await place.start(marker, "env -i sleep 60 & wait");
  const inGroup = spawn("/bin/ps", ["-o", "pid=", "--sid", String(left.pid)]);
  const listing = (await inGroup.stdout.toArray()).join("");
  const pids = listing.trim().split(/\s+/).map(Number);
  expect(pids).toHaveLength(2);
  await reapLeftovers([{ marker, ...readIdentity(left.pid) }]);
  await left.exit;
  expect(pids.filter(isAlive)).toEqual([]);
});

test("a record of another process, another boot or another marker ends nothing", async () => {
  using place = sleepers();
  const bystander = await place.start(randomUUID());
  const identity = readIdentity(bystander.pid);
  await reapLeftovers([
    { ...identity, marker: randomUUID() },
    { ...identity, startTime: (identity.startTime ?? 0) - 1, marker: randomUUID() },
    { ...identity, bootId: randomUUID(), marker: randomUUID() },
    { pid: bystander.pid, startTime: null, bootId: null, marker: randomUUID() },
  ]);
  expect(isAlive(bystander.pid)).toBe(true);
});

test("a process is the same by its pid, its start and the boot, and only while it runs", async () => {
  using place = sleepers();
  const { pid, exit } = await place.start(randomUUID());
  const identity = readIdentity(pid);
  expect(identity).toEqual({ pid, startTime: expect.any(Number) as unknown, bootId: bootId() });
  expect(isSameProcess(identity)).toBe(true);
  expect(isSameProcess({ ...identity, startTime: 1 })).toBe(false);
  expect(isSameProcess({ ...identity, bootId: randomUUID() })).toBe(false);
  process.kill(pid, "SIGKILL");
  await exit;
  expect(isSameProcess(identity)).toBe(false);
});

test("the start of a process is read behind whatever its name holds", () => {
  const rest = "S 1 42 42 0 -1 4194304 103 0 0 0 0 0 0 0 20 0 1 0 179667 3133440 383";
  const facts = { pid: 42, state: "S", parentPid: 1, group: 42, isKernelThread: false };
  const expected = { ...facts, startTime: 179667, pages: 383 };
  expect(parseStat(`42 (cat) ${rest}`)).toEqual({ ...expected, name: "cat" });
  expect(parseStat(`42 (a) S 9 (b c)) ${rest}\n`)).toEqual({ ...expected, name: "a) S 9 (b c)" });
  expect(parseStat("")).toBeNull();
});

test("the marked processes are read out of a listing with environments", () => {
  const listing = [
    "  12 /bin/a A=1 SWITCHYARD_PROCESS=m1 B=2\n 13 /bin/b SWITCHYARD",
    "_PROCESS=m2\n 14 /bin/c\n",
  ];
  expect(pidsOf(listing, ["m1", "m2"])).toEqual([12, 13]);
});
