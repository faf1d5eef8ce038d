import { spawn } from "node:child_process";
import { once } from "node:events";
import { execPath } from "node:process";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { MessageId, type SessionId } from "@switchyard/core/protocol";
import { expect, it } from "vitest";
import { type Log, openLog } from "./log.ts";
import {
  newSession,
  ruleOf,
  said,
  silent,
  stored,
  testFolder,
  testLog,
  turnEnded,
  turnStarted,
  userSaid,
  waiting,
} from "./test-log.ts";

it("Nothing of a deleted session is left, and all of the others", async () => {
  await using test = await testLog();
  const [gone, kept] = [fill(test.log), fill(test.log)];
  expect(await hits(test.log)).toBe(2);
  const before = rows(test.file);
  test.log.deleteSession(gone);
  await stored(test.log);
  await expect
    .poll(() => rows(test.file), { timeout: 10_000 })
    .toEqual({
      ...Object.fromEntries(Object.entries(before).map(([table, count]) => [table, count / 2])),
      deleted_sessions: 0,
    });
  expect(await hits(test.log)).toBe(1);
  expect([...test.log.all(kept)]).toHaveLength(4);
  expect(test.log.session(gone)).toBeUndefined();
});

it("What comes late for a deleted session is not kept", async () => {
  await using test = await testLog();
  const gone = fill(test.log);
  const record = test.log.session(gone);
  test.log.deleteSession(gone);
  if (record !== undefined) test.log.saveSession(record);
  expect(test.log.append(gone, [said("late")], 1)).toEqual([]);
  test.log.flush();
  expect(test.log.sessions()).toEqual([]);
  expect((await test.reopen()).sessions()).toEqual([]);
});

it("No session gets the number of one that was deleted, nor what came late for it", async () => {
  await using test = await testLog();
  const [, last] = [fill(test.log), fill(test.log)];
  test.log.deleteSession(last);
  await stored(test.log);
  await expect.poll(() => emptied(test.file), { timeout: 10_000 }).toEqual([2]);
  test.log.blobs.put(last, "late");
  const log = await test.reopen();
  fill(log);
  expect(numbers(test.file)).toEqual([1, 3]);
  await hits(log);
  await expect.poll(() => rows(test.file)["blobs"], { timeout: 10_000 }).toBe(2);
});

it("A deletion that a kill cut short is gone on with, and gives its place on the disk back", async () => {
  await using folder = await testFolder();
  const file = `${folder.path}/log.db`;
  const program = fileURLToPath(new URL("delete-then-wait.testkit.ts", import.meta.url));
  const bridge = spawn(execPath, [program, file]);
  await once(bridge.stdout, "data");
  bridge.kill("SIGKILL");
  await once(bridge, "exit");
  const left = rows(file);
  expect(left["chunks"]).toBeGreaterThan(0);
  expect(left).toMatchObject({ sessions: 0, deleted_sessions: 1, blobs: 1 });
  const log = openLog({ file, now: Date.now, logger: silent });
  expect(log.sessions()).toEqual([]);
  await log.search({ query: "anything", limit: 1 });
  await expect
    .poll(() => rows(file), { timeout: 20_000 })
    .toMatchObject({ chunks: 0, blobs: 0, blob_parts: 0 });
  await expect.poll(() => pageBytes(file), { timeout: 20_000 }).toBeLessThan(6_000_000);
  await log.close();
});

it("A long session that is deleted makes no other wait", async () => {
  await using test = await testLog();
  const [long, other] = [newSession(test.log), newSession(test.log)];
  test.log.append(long, [turnStarted], 1);
  for (let round = 0; round < 60; round += 1) {
    test.log.append(
      long,
      Array.from({ length: 500 }, (_, at) => said(`${at} `)),
      1,
    );
    test.log.flush();
  }
  await test.log.search({ query: "anything", limit: 1 });
  const alone = await appendTimes(test.log, { session: other, until: (count) => count === 500 });
  test.log.deleteSession(long);
  await stored(test.log);
  const left = new Set<number>();
  using db = new DatabaseSync(test.file, { readOnly: true });
  const count = db.prepare("SELECT count(*) AS n FROM chunks WHERE id < 2 * 4294967296");
  const isGone = (): boolean => {
    const n = Number(count.get()?.["n"]);
    left.add(n);
    return n === 0;
  };
  const beside = await appendTimes(test.log, { session: other, until: isGone });
  // An append takes microseconds, a step of the deletion a thousand times as long.
  expect(median(beside)).toBeLessThan(median(alone) * 40);
  // It let others write in between, again and again.
  expect(left.size).toBeGreaterThan(5);
});

/** A session with something in every table. */
function fill(log: Log): SessionId {
  const session = newSession(log, { title: "Quiet harbour" });
  log.append(session, [turnStarted, userSaid("needle"), said("x".repeat(300_000)), turnEnded], 1);
  log.queue.add(session, waiting("m"));
  log.takeMessageId(session, MessageId.parse("m"));
  log.rules.add(session, ruleOf("rule"));
  log.flush();
  return session;
}

async function hits(log: Log): Promise<number> {
  return (await log.search({ query: "needle", limit: 9 })).hits.length;
}

const TABLES = [
  "sessions",
  "chunks",
  "blobs",
  "blob_parts",
  "queued_messages",
  "taken_messages",
  "rules",
  "deleted_sessions",
];

function rows(file: string): Record<string, number> {
  using db = new DatabaseSync(file, { readOnly: true });
  return Object.fromEntries(
    TABLES.map((table) => [table, Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"])]),
  );
}

function pageBytes(file: string): number {
  using db = new DatabaseSync(file, { readOnly: true });
  return Number(db.prepare("PRAGMA page_count").get()?.["page_count"]) * 4_096;
}

function numbers(file: string): unknown[] {
  using db = new DatabaseSync(file, { readOnly: true });
  return db
    .prepare("SELECT number FROM sessions ORDER BY number")
    .all()
    .map((row) => row["number"]);
}

function emptied(file: string): unknown[] {
  using db = new DatabaseSync(file, { readOnly: true });
  return db
    .prepare("SELECT number FROM deleted_sessions WHERE is_empty = 1")
    .all()
    .map((row) => row["number"]);
}

async function appendTimes(
  log: Log,
  { session, until }: { session: SessionId; until: (count: number) => boolean },
): Promise<number[]> {
  const times: number[] = [];
  while (!until(times.length)) {
    const started = performance.now();
    log.append(session, [said(`${times.length} `)], 1);
    // oxlint-disable-next-line no-await-in-loop -- one after the other is timed
    await stored(log);
    times.push(performance.now() - started);
  }
  return times;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}
