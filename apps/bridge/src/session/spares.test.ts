import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Backend } from "@switchyard/core/backend";
import { claude } from "@switchyard/backend-claude";
import { afterAll, beforeAll, expect, test } from "vitest";
import { v4 as uuid } from "uuid";
import type { ProcessMessage, ProcessSpec } from "../process/host.ts";
import { makeLocalHost } from "../process/local-host.ts";
import type { StartedProcess } from "../log/processes.ts";
import { makeRoom } from "./puppet.testkit.ts";
import { makeSpares } from "./spares.ts";
import { makeStartGate } from "./start-gate.ts";

let folder = "";
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "switchyard-spares-")));
});
afterAll(() => rm(folder, { recursive: true }));

const occupant = { rest: () => null, sleep: () => undefined, moved: () => undefined };

/** Spares of a real host, whose processes wait for a line and then say it. */
function stage({ keptMs = 60_000, limit = 9 } = {}) {
  const stored = new Map<string, StartedProcess>();
  const off = new Set<string>();
  const slots = makeRoom(limit);
  const startGate = makeStartGate();
  const spares = makeSpares({
    host: makeLocalHost({ spillFolder: folder }),
    log: {
      flush: () => true,
      processes: {
        announce: () => Promise.resolve(),
        add: (one) => void stored.set(one.marker, one),
        remove: (marker) => void stored.delete(marker),
        list: () => [...stored.values()],
      },
    },
    slots,
    startGate,
    isOff: ({ id }) => off.has(id),
    keptMs,
  });
  return { spares, slots, startGate, stored, off, [Symbol.asyncDispose]: () => spares.close() };
}

const usual: Backend = claude;
const alone: Backend = { ...usual, startsAlone: true };

function specOf(more: Partial<ProcessSpec> = {}): ProcessSpec {
  const script = 'process.stdin.on("data", (line) => process.stdout.write(`heard ${line}`));';
  return { program: process.execPath, args: ["-e", script], cwd: folder, env: {}, marker: uuid(), ...more };
}

/** What a process tells from its start to the first message that fits. */
function told(start: (listen: (message: ProcessMessage) => void) => void, type: ProcessMessage["type"]) {
  const messages: ProcessMessage[] = [];
  return new Promise<ProcessMessage[]>((resolve) => {
    start((message) => {
      messages.push(message);
      if (message.type === type) resolve(messages);
    });
  });
}

async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { interval: 5 }).toBe(true);
}

test("one is kept for a backend in a folder, and is told as if it started when it is taken", async () => {
  await using yard = stage();
  const { spares } = yard;
  spares.keep(usual, specOf());
  spares.keep(usual, specOf());
  await until(() => spares.views().length === 1);
  const [view] = spares.views();
  expect(view).toMatchObject({ sessionId: null, backendId: "claude", cwd: folder, state: "spare" });
  expect(yard.stored.get(view?.processId ?? "")).toMatchObject({ sessionId: null, pid: view?.pid });
  expect(spares.take(usual, tmpdir(), occupant)).toBeNull();
  const ahead = spares.take(usual, folder, occupant);
  expect(spares.views()).toEqual([]);
  expect(spares.take(usual, folder, occupant)).toBeNull();
  expect(ahead?.fits(specOf())).toBe(true);
  const messages = await told((listen) => ahead?.host.start(specOf(), listen).write(["hello"]), "lines");
  expect(messages).toMatchObject([
    { type: "started", identity: { pid: view?.pid } },
    { type: "lines", lines: ["heard hello"] },
  ]);
  await ahead?.end();
});

test("one that nobody takes is ended after its time, and leaves its place", async () => {
  await using yard = stage({ keptMs: 1, limit: 1 });
  yard.spares.keep(usual, specOf());
  await until(() => yard.spares.views().length === 0 && yard.slots.enterIfFree(occupant) !== null);
  expect(yard.stored.size).toBe(0);
});

test("one that would be started otherwise by now is not gone on with", async () => {
  await using yard = stage();
  const { spares } = yard;
  spares.keep(usual, specOf());
  const ahead = spares.take(usual, folder, occupant);
  expect(ahead?.fits(specOf({ env: { NEW: "1" } }))).toBe(false);
  expect(ahead?.fits(specOf({ program: "/bin/other" }))).toBe(false);
  await ahead?.end();
  expect(ahead?.fits(specOf())).toBe(false);
});

test("a start that needs the place ends it first, and none is started where there is no place", async () => {
  await using yard = stage({ limit: 1 });
  yard.spares.keep(usual, specOf());
  const slot = yard.slots.enter(occupant);
  expect(slot.place()).toBeNull();
  expect(await slot.ready).toBe(true);
  expect(() => yard.spares.keep(usual, specOf())).toThrow("All 1 places");
});

test("where starts are alone it holds the folder, and makes way for the first that comes", async () => {
  await using yard = stage();
  const key = `${alone.id}\0${folder}`;
  yard.spares.keep(alone, specOf());
  expect(yard.startGate.isTaken(key)).toBe(false);
  const leave = await yard.startGate.enter(key);
  expect(yard.spares.views()).toEqual([]);
  expect(yard.startGate.isTaken(key)).toBe(true);
  yard.spares.keep(alone, specOf());
  expect(yard.spares.take(alone, folder, occupant)).toBeNull();
  leave();
});

test("who takes it has the folder with it, and the next one waits", async () => {
  await using yard = stage();
  const key = `${alone.id}\0${folder}`;
  yard.spares.keep(alone, specOf());
  const ahead = yard.spares.take(alone, folder, occupant);
  const next = yard.startGate.enter(key);
  expect(ahead?.fits(specOf())).toBe(true);
  ahead?.letNext?.();
  (await next)();
  await ahead?.end();
});

test("one whose backend is turned off, that is stopped by hand, or that dies is gone", async () => {
  await using yard = stage();
  const { spares, off } = yard;
  const isGone = (): boolean => spares.views().length === 0 && yard.stored.size === 0;
  const isThere = (): boolean => spares.views().length === 1;
  spares.keep(usual, specOf());
  await until(isThere);
  off.add(usual.id);
  spares.look();
  await until(isGone);
  off.clear();
  spares.keep(usual, specOf());
  await until(isThere);
  const [view] = spares.views();
  expect(view !== undefined && (await spares.stop(view.processId))).toBe(true);
  await until(isGone);
  spares.keep(usual, specOf({ args: ["-e", ""] }));
  await until(() => yard.slots.enterIfFree(occupant) !== null && isGone());
});
