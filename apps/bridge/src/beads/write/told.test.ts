import { BeadId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import type { CommandResult } from "../../process/run-command.ts";
import { isRefusal, notDone, wordsOn } from "./failures.ts";
import { readTold, type Told } from "./told.ts";

test.each([
  ["a list", '[{"id":"a"},{"id":"b"}]', ["a", "b"]],
  ["one record", '{"id":"a","schema_version":1}', ["a"]],
  ["an envelope", '{"schema_version":1,"data":[{"id":"a"}]}', ["a"]],
  ["what br closed", '{"closed":[{"id":"a"}],"skipped":[{"id":"b","reason":"blocked"}]}', ["a"]],
  ["an error", '{"error":"no","schema_version":1}', []],
  ["nothing", "", []],
  ["no JSON", "<html>", []],
])("the records are read of %s", (_what, stdout, ids) => {
  expect(told({ stdout }).rows).toMatchObject(ids.map((each) => ({ id: each })));
  expect(told({ stdout }).rows).toHaveLength(ids.length);
});

test.each([
  ["Dolt's", "Error: embeddeddolt: another process holds the exclusive lock on .beads/embeddeddolt"],
  ["SQLite's", "Error: failed to open database: database is locked (5) (SQLITE_BUSY)"],
  ["one that is waited for", "Error: failed to acquire write lock within 5s"],
  ["br's", '{"error":{"code":"DATABASE_LOCKED","message":"Database is locked"}}'],
])("a lock that kept it from beginning is told from other words: %s", (_whose, stderr) => {
  expect(told({ stderr, exitCode: 1 }).fault?.kind).toBe("locked");
});

test.each([
  ["a title that is quoted", 'Error: there is an issue "database is locked" already'],
  ["a word", "Error: cannot close ab-1: blocked by lock-1, which is busy"],
])("%s is no lock", (_what, stderr) => {
  expect(told({ stderr, exitCode: 1 }).fault?.kind).toBe("failed");
});

test("a lock that came after something was done is not tried again", () => {
  const part = { stdout: '[{"id":"a"}]', stderr: "Error: database is locked", exitCode: 1 };
  expect(told(part).fault?.kind).toBe("failed");
});

test("what is said of each bead goes before what is said of all", () => {
  const failed = [{ id: "ab-1", error: "notes would be overwritten" }];
  const stderr = JSON.stringify({ error: "1 of 2 issues failed to update", failed });
  const each = told({ stdout: '[{"id":"ab-2"}]', stderr, exitCode: 1 });
  expect(wordsOn(ID, each)).toBe("notes would be overwritten");
  expect(each.rows).toHaveLength(1);
  const skipped = told({ stdout: '{"closed":[],"skipped":[{"id":"ab-1","reason":"blocked by ab-2"}]}' });
  expect(wordsOn(ID, skipped)).toBe("blocked by ab-2");
});

test("a failure that exits with 0 is told in its own words, noise on success is not asked for", () => {
  const quiet = told({ stderr: "Error claiming ab-1: issue already claimed by bob\n" });
  expect(quiet.fault).toBeNull();
  expect(refused(quiet)).toBe("Error claiming ab-1: issue already claimed by bob");
});

test("what it does not know is told by its flag, what it did not say in our words", () => {
  const old = told({ stderr: "Error: unknown flag: --external-ref", exitCode: 1 });
  expect(refused(old)).toBe("bd 0.49.6 cannot do that: it does not know --external-ref.");
  const clap = told({ stderr: "error: unexpected argument '--metadata' found", exitCode: 2 });
  expect(refused(clap)).toContain("it does not know --metadata");
  expect(refused(told({}))).toBe("bd 0.49.6 said that it was done, but it is open.");
  expect(refused(told({ exitCode: 7 }))).toBe("bd ended with code 7. It was not done: it is open.");
});

test("a call that was ended is no refusal, whatever it said before", () => {
  expect(isRefusal(told({ stderr: "Error: no", exitCode: 1 }))).toBe(true);
  expect(isRefusal(told({ stderr: "Error: no", exitCode: null, timedOut: true }))).toBe(false);
  expect(isRefusal(told({ stderr: "Error: no", exitCode: null }))).toBe(false);
});

const ID = BeadId.parse("ab-1");

function told(result: Partial<CommandResult>): Told {
  const whole = { stdout: "", stderr: "", exitCode: 0, timedOut: false, ...result };
  return readTold("bd", whole, { timeoutMs: 60_000, maxBytes: 1_000_000 });
}

function refused(each: Told): string {
  const program = { name: "bd", path: "/bin/bd", version: "0.49.6" } as const;
  return notDone({ program, beadId: ID, told: each, instead: "it is open" }).message;
}
