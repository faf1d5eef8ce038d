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

it("A step that finds no room half-way leaves nothing, and is stored whole when there is some", async () => {
  await using test = await testWriter();
  const { writer, rows, insert } = test;
  let fails = true;
  insert(1);
  writer.write(() => {
    if (fails) throw diskFull();
  });
  insert(2);
  expect(writer.flush()).toBe(false);
  expect([rows(), writer.storage()]).toEqual([[], "degraded"]);
  fails = false;
  expect(writer.flush()).toBe(true);
  expect([rows(), writer.storage()]).toEqual([[1, 2], "ok"]);
});

it("A write that no trying again helps is left out and told of, and nothing else with it", async () => {
  await using test = await testWriter();
  const { writer, db, rows, insert } = test;
  const faults: string[] = [];
  writer.onFault((fault) => faults.push(fault));
  db.exec("CREATE UNIQUE INDEX one_of_each ON numbers (n)");
  for (const n of [1, 2, 1, 3]) insert(n);
  await written(writer);
  insert(4);
  await written(writer);
  expect([rows(), faults, writer.storage()]).toEqual([[1, 2, 3, 4], ["bug"], "ok"]);
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

it("On a full disk everything is told of and held in its order, and stored when there is room", async () => {
  await using test = await testWriter();
  const { writer, rows, insert, db } = test;
  const heard: unknown[] = [];
  writer.onStorage((state) => heard.push(state));
  db.exec("PRAGMA max_page_count = 1");
  for (let at = 0; at < 600; at += 1) insert(at, "x".repeat(1_000));
  writer.afterCommit(() => heard.push("shown"));
  await written(writer);
  insert(600);
  writer.afterCommit(() => heard.push("shown too"));
  await written(writer);
  expect([rows(), heard, writer.storage()]).toEqual([[], ["degraded", "shown", "shown too"], "degraded"]);
  db.exec("PRAGMA max_page_count = 1000000");
  await storageIs(writer, "ok");
  expect(heard).toEqual(["degraded", "shown", "shown too", "ok"]);
  expect(rows()).toEqual(Array.from({ length: 601 }, (_, at) => at));
});

it("What is stored is told once, however long it was held", async () => {
  await using test = await testWriter();
  const { writer, insert, db } = test;
  const heard: string[] = [];
  db.exec("PRAGMA max_page_count = 1");
  const tell = (n: number): void =>
    writer.write(() => insert.run(n, "x".repeat(9_000)), {
      shown: () => heard.push(`shown ${n}`),
      stored: () => heard.push(`stored ${n}`),
    });
  tell(1);
  await written(writer);
  tell(2);
  await written(writer);
  expect(heard).toEqual(["shown 1", "shown 2"]);
  db.exec("PRAGMA max_page_count = 1000000");
  writer.flush();
  tell(3);
  await written(writer);
  expect(heard).toEqual(["shown 1", "shown 2", "stored 1", "stored 2", "shown 3", "stored 3"]);
});

it("There is room for 64 MiB, and again when they are stored", async () => {
  await using test = await testWriter();
  const { writer, insert, db } = test;
  db.exec("PRAGMA max_page_count = 1");
  for (const part of [1, 2]) {
    writer.write(() => insert.run(part, "x".repeat(9_000)), { bytes: 32 * 1024 * 1024 });
    if (part === 1) writer.flush();
    expect([writer.storage(), writer.hasRoom()]).toEqual(["degraded", part === 1]);
  }
  db.exec("PRAGMA max_page_count = 1000000");
  writer.flush();
  expect([writer.storage(), writer.hasRoom()]).toEqual(["ok", true]);
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
    insert: Object.assign((n: number, filling = "") => writer.write(() => insert.run(n, filling)), {
      run: (n: number, filling: string) => insert.run(n, filling),
    }),
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

function storageIs(writer: Writer, wanted: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = writer.onStorage((state) => {
      if (state !== wanted) return;
      stop();
      resolve();
    });
  });
}

function diskFull(): Error {
  return Object.assign(new Error("from a test"), { errcode: 13 });
}
