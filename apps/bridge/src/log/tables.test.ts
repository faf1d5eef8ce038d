import { DatabaseSync } from "node:sqlite";
import { MessageId } from "@switchyard/core/protocol";
import { expect, it } from "vitest";
import { newSession, ruleOf, testLog, waiting } from "./test-log.ts";

it("Waiting messages keep their order, also over a restart", async () => {
  await using test = await testLog();
  const [one, two] = [newSession(test.log), newSession(test.log)];
  const { queue } = test.log;
  queue.add(one, waiting("a"));
  queue.add(two, waiting("a"));
  queue.add(one, waiting("b"));
  queue.unshift(one, waiting("now"));
  expect(queue.remove(one, MessageId.parse("a"))).toEqual(waiting("a"));
  expect(queue.remove(one, MessageId.parse("a"))).toBeUndefined();
  queue.add(one, waiting("c"));
  const again = (await test.reopen()).queue;
  expect(again.list(one)).toEqual([waiting("now"), waiting("b"), waiting("c")]);
  expect(again.shift(one)).toEqual(waiting("now"));
  again.unshift(one, waiting("d"));
  const last = (await test.reopen()).queue;
  expect(last.list(one).map((each) => each.messageId)).toEqual(["d", "b", "c"]);
  expect(last.shift(two)).toEqual(waiting("a"));
  expect([last.shift(two), last.list(two)]).toEqual([undefined, []]);
});

it("A message is taken once by its id in its session, before and after it is stored", async () => {
  await using test = await testLog();
  const [one, two] = [newSession(test.log), newSession(test.log)];
  const id = MessageId.parse("m");
  expect([test.log.takeMessageId(one, id), test.log.takeMessageId(one, id)]).toEqual([true, false]);
  expect(test.log.takeMessageId(two, id)).toBe(true);
  test.log.flush();
  expect(test.log.takeMessageId(one, id)).toBe(false);
  expect((await test.reopen()).takeMessageId(one, id)).toBe(false);
});

it("A folder is trusted for exactly what it brought", async () => {
  await using test = await testLog();
  test.log.trust.add("/repo", "hash");
  test.log.trust.add("/repo", "hash");
  for (const { trust } of [test.log, await test.reopen()]) {
    expect([trust.has("/repo", "hash"), trust.has("/repo", "other"), trust.has("/other", "hash")]).toEqual([
      true,
      false,
      false,
    ]);
  }
});

it("A rule holds in its session until it is cleared", async () => {
  await using test = await testLog();
  const [one, two] = [newSession(test.log), newSession(test.log)];
  test.log.rules.add(one, ruleOf("key"));
  test.log.rules.add(one, ruleOf("key"));
  test.log.rules.add(two, ruleOf("key"));
  expect([test.log.rules.has(one, "key"), test.log.rules.has(one, "other")]).toEqual([true, false]);
  const { rules } = await test.reopen();
  expect(rules.has(one, "key")).toBe(true);
  rules.clear(one);
  expect(rules.has(one, "key")).toBe(false);
  const again = (await test.reopen()).rules;
  expect([again.has(one, "key"), again.has(two, "key")]).toEqual([false, true]);
});

it("What one rule allows is taken back with it, and what another allows as well stays", async () => {
  await using test = await testLog();
  const session = newSession(test.log);
  const { rules } = test.log;
  rules.add(session, { ...ruleOf("a"), covers: ["npm", "git"], detail: "both" });
  rules.add(session, { ...ruleOf("b"), covers: ["git"], at: 8 });
  rules.add(session, { ...ruleOf("c"), covers: ["git", "ls"], at: 9 });
  // Of one that an earlier version made, no more is known than its key.
  await test.reopen(() => {
    const db = new DatabaseSync(test.file);
    db.prepare("INSERT INTO rules (session_id, key) VALUES (?, 'old')").run(session);
    db.close();
  });
  const kept = test.log.rules;
  const listed = kept.list(session);
  expect(listed.map(({ label, detail, at }) => [label, detail, at])).toEqual([
    [expect.stringContaining("exactly the input"), undefined, null],
    ["Always allow a", "both", 7],
    ["Always allow c", undefined, 9],
  ]);
  const [old, first, last] = listed.map(({ ruleId }) => ruleId);
  const has = (...keys: string[]): boolean[] => keys.map((key) => kept.has(session, key));
  expect(has("old", "a", "b", "npm", "git", "ls")).toEqual([true, true, true, true, true, true]);
  expect(kept.withdraw(session, first ?? "")).toBe(true);
  expect(has("old", "a", "b", "npm", "git", "ls")).toEqual([true, false, false, false, true, true]);
  expect([kept.withdraw(session, old ?? ""), kept.withdraw(session, old ?? "")]).toEqual([true, false]);
  const again = (await test.reopen()).rules;
  expect(again.list(session).map(({ ruleId }) => ruleId)).toEqual([last]);
  expect([again.count(session), again.has(session, "npm"), again.has(session, "old")]).toEqual([
    1,
    false,
    false,
  ]);
});

it("Started processes are remembered until they are removed", async () => {
  await using test = await testLog();
  const sessionId = newSession(test.log);
  const known = { marker: "one", sessionId, pid: 10, startTime: 99, bootId: "boot" };
  const unknown = { marker: "two", sessionId, pid: 11, startTime: null, bootId: null };
  test.log.processes.add(known);
  test.log.processes.add(unknown);
  const { processes } = await test.reopen();
  expect(processes.list()).toEqual([known, unknown]);
  processes.remove("one");
  expect((await test.reopen()).processes.list()).toEqual([unknown]);
});

it("A stored session that cannot be read is made anew, and keeps no other from being read", async () => {
  await using test = await testLog();
  const [broken, whole] = [newSession(test.log), newSession(test.log)];
  test.log.flush();
  const other = new DatabaseSync(test.file);
  other.prepare("UPDATE sessions SET record = '{}' WHERE session_id = ?").run(broken);
  other.close();
  const log = await test.reopen();
  expect(log.sessions().map((record) => record.sessionId)).toEqual([broken, whole]);
  const added = newSession(log);
  expect((await test.reopen()).sessions().map((record) => record.sessionId)).toEqual([broken, whole, added]);
});

it("What is known of a program is known again after a restart, and later words count", async () => {
  await using test = await testLog();
  const { programs } = test.log;
  expect([programs.capabilities("a"), programs.health("a")]).toEqual([{}, undefined]);
  expect(programs.told("a", { resume: true, permissionModes: ["default"] })).toBe(true);
  expect(programs.told("a", { resume: true })).toBe(false);
  expect(programs.told("a", { permissionModes: ["default", "plan"] })).toBe(true);
  programs.probed("a", { version: "1.0", login: "unknown" });
  const again = (await test.reopen()).programs;
  expect(again.capabilities("a")).toEqual({ resume: true, permissionModes: ["default", "plan"] });
  expect(again.health("a")).toEqual({ version: "1.0", login: "unknown" });
  expect(again.health("b")).toBeUndefined();
});
