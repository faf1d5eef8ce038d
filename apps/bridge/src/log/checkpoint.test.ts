import { copyFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, it, vi } from "vitest";
import { makeCheckpoints } from "./checkpoint.ts";
import { openDatabase } from "./open.ts";
import { silent, testFolder } from "./test-log.ts";

it("What was committed is folded into the file while it stays open", async () => {
  await using folder = await testFolder();
  const file = `${folder.path}/log.db`;
  const db = openDatabase(file);
  const checkpoints = makeCheckpoints({ file, logger: silent, everyMs: 1 });
  db.exec("INSERT INTO rules VALUES ('session', 'key')");
  expect(rulesWithoutJournal(file)).toEqual([]);
  checkpoints.due();
  await vi.waitUntil(() => rulesWithoutJournal(file).length > 0, { timeout: 10_000 });
  expect(rulesWithoutJournal(file)).toEqual([{ session_id: "session", key: "key" }]);
  checkpoints.close();
  db.close();
});

function rulesWithoutJournal(file: string): unknown[] {
  copyFileSync(file, `${file}.copy`);
  const db = new DatabaseSync(`${file}.copy`, { readOnly: true });
  try {
    return db.prepare("SELECT * FROM rules").all();
  } catch {
    return [];
  } finally {
    db.close();
  }
}
