import { statSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { openDatabase } from "./open.ts";
import { migrations } from "./schema.ts";
import { testFolder } from "./test-log.ts";

it("A new file is its owner's alone, and so is what stands beside it", async () => {
  await using folder = await testFolder();
  const file = `${folder.path}/log.db`;
  const db = openDatabase(file);
  db.exec("INSERT INTO rules (session_id, key) VALUES ('session', 'key')");
  for (const each of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(each).mode & 0o777).toBe(0o600);
  db.close();
});

it("A file that others could read is closed to them", async () => {
  await using folder = await testFolder();
  const file = `${folder.path}/log.db`;
  writeFileSync(file, "", { mode: 0o644 });
  openDatabase(file).close();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it("A file is brought up to the present schema once", async () => {
  await using folder = await testFolder();
  const file = `${folder.path}/log.db`;
  openDatabase(file).close();
  const db = openDatabase(file);
  expect(db.prepare("PRAGMA user_version").get()).toEqual({ user_version: migrations.length });
  expect(db.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  expect(db.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 1 });
  db.close();
});
