import { copyFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, it, vi } from "vitest";
import { makeKeeping } from "./keeping.ts";
import { newSession, ruleOf, silent, testLog } from "./test-log.ts";

it("What was committed is folded into the file while it stays open", async () => {
  await using test = await testLog();
  const { file } = test;
  test.log.rules.add(newSession(test.log), ruleOf("key"));
  test.log.flush();
  expect(rulesWithoutJournal(file)).toEqual([]);
  const keeping = makeKeeping({ file, now: Date.now, logger: silent, pauses: { checkpoint: 1 } });
  keeping.committed();
  await vi.waitUntil(() => rulesWithoutJournal(file).length > 0, { timeout: 10_000 });
  expect(rulesWithoutJournal(file)).toEqual([{ key: expect.stringMatching(/\/key$/) }]);
  await keeping.close();
});

function rulesWithoutJournal(file: string): unknown[] {
  copyFileSync(file, `${file}.copy`);
  const db = new DatabaseSync(`${file}.copy`, { readOnly: true });
  try {
    return db.prepare("SELECT key FROM rules").all();
  } catch {
    return [];
  } finally {
    db.close();
  }
}
