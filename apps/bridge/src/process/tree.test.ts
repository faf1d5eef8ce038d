import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pageSize } from "./page-size.ts";
import { readStat } from "./proc-stat.ts";
import { sweepMarkers } from "./sweep.ts";
import { lookByPs, tableOf } from "./tree-by-ps.ts";
import { oneLineCommand } from "./tree-command.ts";
import { membersOf } from "./tree-members.ts";
import { readTrees } from "./tree.ts";

/** Shells that lead a group of their own, carry a marker, and tell their children's pids by name. */
function shells() {
  const children: ChildProcess[] = [];
  const markers: string[] = [];
  return {
    async start(names: readonly string[], script: string) {
      const marker = randomUUID();
      const env = { SWITCHYARD_PROCESS: marker, PATH: "/usr/bin:/bin", SAYS };
      const child = spawn("/bin/sh", ["-c", `${script} wait`], { env, detached: true });
      children.push(child);
      markers.push(marker);
      const told = new Map<string, number>();
      for await (const text of child.stdout.setEncoding("utf8")) {
        for (const [, name = "", pid] of String(text).matchAll(/(\w+) (\d+)\n/g)) told.set(name, Number(pid));
        if (names.every((name) => told.has(name))) break;
      }
      if (child.pid === undefined) throw new Error("no pid");
      return { marker, pid: child.pid, told };
    },
    async [Symbol.asyncDispose]() {
      const exits = children.map((child) => once(child, "exit"));
      for (const child of children) process.kill(-(child.pid ?? 0), "SIGKILL");
      await Promise.all(exits);
      await sweepMarkers(markers);
    },
  };
}

const SAYS = "echo $0 $$; while :; do sleep 600; done";

test("a tree holds what is in the group, what went into a session of its own, and what lost its parent or its marker", async () => {
  await using place = shells();
  const root = await place.start(
    ["plain", "apart", "below", "lost", "bare"],
    `sh -c "$SAYS" plain &
     setsid sh -c 'sh -c "$SAYS" below & eval "$SAYS"' apart &
     (setsid sh -c "$SAYS" lost &)
     env -i sh -c "$SAYS" bare &`,
  );
  const other = await place.start(["other"], `sh -c "$SAYS" other &`);
  const trees = await readTrees([
    root,
    { marker: other.marker, pid: null },
    { marker: randomUUID(), pid: null },
  ]);
  const tree = trees.get(root.marker) ?? [];
  expect(tree[0]).toMatchObject({ pid: root.pid, parentPid: process.pid });
  const parentOf = (name: string) => tree.find(({ pid }) => pid === root.told.get(name))?.parentPid;
  expect(parentOf("plain")).toBe(root.pid);
  expect(parentOf("apart")).toBe(root.pid);
  expect(parentOf("below")).toBe(root.told.get("apart"));
  expect(parentOf("bare")).toBe(root.pid);
  expect(parentOf("lost")).not.toBe(root.pid);
  for (const { memoryBytes } of tree) expect(memoryBytes).toBeGreaterThan(0);
  const pids = [...trees.values()].map((each) => each.map(({ pid }) => pid));
  expect(pids[1]).toContain(other.told.get("other"));
  expect(pids[0]).not.toContain(other.told.get("other"));
  expect(pids[2]).toEqual([]);
});

test("a command is told with its arguments", async () => {
  await using place = shells();
  const { marker, pid, told } = await place.start(["named"], `sh -c "$SAYS" named --api-key=hunter22 &`);
  const tree = (await readTrees([{ marker, pid }])).get(marker);
  const named = tree?.find((each) => each.pid === told.get("named"));
  expect(named?.command).toBe(`sh -c ${SAYS} named --api-key=[hidden]`);
});

test("memory is what the system counts as resident", () => {
  const before = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1024;
  const counted = (readStat(process.pid)?.pages ?? 0) * pageSize();
  expect(counted / before).toBeGreaterThan(0.8);
  expect(counted / before).toBeLessThan(1.2);
});

test("a process belongs to the marker it carries before the group and the parent it has", () => {
  const seen = (pid: number, parentPid: number, marker: string | null = null, group = 0) => ({
    pid,
    parentPid,
    marker,
    group,
  });
  const members = membersOf(
    [
      seen(30, 20, "b"),
      seen(12, 1, null, 10),
      seen(11, 30),
      seen(31, 10, "stranger"),
      seen(20, 10),
      seen(10, 1, "a", 10),
      seen(99, 98),
      seen(98, 99),
    ],
    [
      { marker: "a", pid: 10 },
      { marker: "b", pid: null },
      { marker: "c", pid: null },
    ],
  );
  const pids = [...members].map(([marker, each]) => [marker, each.map(({ pid }) => pid)]);
  expect(pids).toEqual([
    ["a", [10, 20, 31, 12]],
    ["b", [30, 11]],
    ["c", []],
  ]);
});

test("a command is one line, without secrets and cut", () => {
  expect(oneLineCommand("sh -c a\n\tb\u001b[31m \u0000c ")).toBe("sh -c a b [31m c");
  expect(oneLineCommand("curl -H Authorization: Bearer abc.def --token t0ps3cret")).not.toMatch(/abc|t0ps/);
  expect(oneLineCommand("x".repeat(10_000))).toBe(`${"x".repeat(199)}…`);
  // What is hidden must not come back by being cut in two.
  const long = `${"y".repeat(190)} --token ${"s3cret".repeat(2000)}`;
  expect(oneLineCommand(long)).not.toContain("s3c");
});

test("ps tells of this process what /proc tells of it", async () => {
  const table = await lookByPs();
  const own = table?.processes.find(({ pid }) => pid === process.pid);
  const stat = readStat(process.pid);
  expect(own).toMatchObject({ parentPid: process.ppid, group: stat?.group });
  const facts = await table?.describe(process.pid);
  expect((facts?.memoryBytes ?? 0) / ((stat?.pages ?? 0) * pageSize())).toBeCloseTo(1, 0);
  expect(facts?.command).toContain("node");
});

test("processes are read out of a listing of ps", async () => {
  const table = tableOf([
    "    1     0     1   9384 /sbin/init spl",
    "ash\n 4242  1 4240 12 /bin/a  b --key k\n\nnoise\n",
  ]);
  expect(table.processes).toEqual([
    { pid: 1, parentPid: 0, group: 1, marker: null },
    { pid: 4242, parentPid: 1, group: 4240, marker: null },
  ]);
  expect(await table.describe(1)).toEqual({ command: "/sbin/init splash", memoryBytes: 9384 * 1024 });
  expect((await table.describe(4242))?.command).toBe("/bin/a b --key [hidden]");
  expect(await table.describe(5)).toBeNull();
});
