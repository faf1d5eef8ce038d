import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, it, vi } from "vitest";
import { openDatabase } from "./open.ts";
import { silent, testFolder } from "./test-log.ts";
import { makeWriter, type Writer } from "./writer.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

it("What one step writes is stored together, in at most 512 rows a transaction", async () => {
  await using test = await testWriter();
  const { writer, rows, insert } = test;
  const counts: number[] = [];
  writer.onCommit(() => counts.push(rows().length));
  for (let at = 0; at < 1_200; at += 1) insert(at);
  await written(writer);
  expect(counts.slice(0, 2)).toEqual([512, 1_024]);
  expect(rows()).toEqual(Array.from({ length: 1_200 }, (_, at) => at));
});

it("A step that fails half-way leaves nothing, and is stored whole when it is tried again", async () => {
  await using test = await testWriter();
  const { writer, rows, insert } = test;
  let fails = true;
  insert(1);
  writer.write(() => {
    if (fails) throw new Error("from a test");
  });
  insert(2);
  expect(writer.flush()).toBe(false);
  expect([rows(), writer.storage()]).toEqual([[], "degraded"]);
  fails = false;
  expect(writer.flush()).toBe(true);
  expect([rows(), writer.storage()]).toEqual([[1, 2], "ok"]);
});

it("A file that another connection has locked is tried again until it is free", async () => {
  await using test = await testWriter();
  const { writer, rows, insert, file } = test;
  const other = new DatabaseSync(file);
  other.exec("BEGIN IMMEDIATE");
  const tries = vi.spyOn(globalThis, "setImmediate");
  insert(1);
  await vi.waitUntil(() => tries.mock.calls.length >= 5);
  expect([rows(), writer.storage()]).toEqual([[], "ok"]);
  insert(2);
  other.exec("COMMIT");
  await written(writer);
  expect(rows()).toEqual([1, 2]);
  other.close();
});

it("On a full disk everything waits in its order, nobody is told, and it goes on when there is room", async () => {
  await using test = await testWriter();
  const { writer, rows, insert, db } = test;
  const heard: unknown[] = [];
  writer.onStorage((state) => heard.push(state));
  const degraded = Promise.withResolvers<void>();
  const stop = writer.onStorage(() => degraded.resolve());
  db.exec("PRAGMA max_page_count = 1");
  for (let at = 0; at < 600; at += 1) insert(at, "x".repeat(1_000));
  writer.afterCommit(() => heard.push("stored"));
  await degraded.promise;
  stop();
  expect([rows(), heard, writer.storage()]).toEqual([[], ["degraded"], "degraded"]);
  db.exec("PRAGMA max_page_count = 1000000");
  await written(writer);
  expect(heard).toEqual(["degraded", "ok", "stored"]);
  expect(rows()).toEqual(Array.from({ length: 600 }, (_, at) => at));
});

it("A flush within a step keeps what the step writes behind it", async () => {
  await using test = await testWriter();
  const { writer, rows, insert } = test;
  insert(1);
  writer.flush();
  insert(2);
  await written(writer);
  expect(rows()).toEqual([1, 2]);
});

it("A closed writer writes no more", async () => {
  await using test = await testWriter();
  test.insert(1);
  test.writer.close();
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(test.rows()).toEqual([]);
});

async function testWriter() {
  const folder = await testFolder();
  const file = `${folder.path}/log.db`;
  const db = openDatabase(file);
  db.exec("CREATE TABLE numbers (n INTEGER, filling TEXT)");
  const writer = makeWriter(db, silent);
  const insert = db.prepare("INSERT INTO numbers VALUES (?, ?)");
  const select = db.prepare("SELECT n FROM numbers ORDER BY rowid");
  return {
    file,
    db,
    writer,
    insert: (n: number, filling = "") => writer.write(() => insert.run(n, filling)),
    rows: () => select.all().map((row) => row["n"]),
    async [Symbol.asyncDispose]() {
      writer.close();
      db.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function written(writer: Writer): Promise<void> {
  return new Promise((resolve) => writer.afterCommit(resolve));
}
