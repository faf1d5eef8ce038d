import { DatabaseSync } from "node:sqlite";
import { MessageId } from "@switchyard/core/protocol";
import { expect, it } from "vitest";
import { newSession, testLog, waiting } from "./test-log.ts";

it("Waiting messages keep their order, also over a restart", async () => {
  await using test = await testLog();
  const [one, two] = [newSession(test.log), newSession(test.log)];
  const { queue } = test.log;
  queue.add(one, waiting("a"));
  queue.add(two, waiting("a"));
  queue.add(one, waiting("b"));
  queue.unshift(one, waiting("now"));
  expect(queue.remove(one, MessageId.parse("a"))).toBe(true);
  expect(queue.remove(one, MessageId.parse("a"))).toBe(false);
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
  test.log.rules.add(one, "key");
  test.log.rules.add(one, "key");
  test.log.rules.add(two, "key");
  expect([test.log.rules.has(one, "key"), test.log.rules.has(one, "other")]).toEqual([true, false]);
  const { rules } = await test.reopen();
  expect(rules.has(one, "key")).toBe(true);
  rules.clear(one);
  expect(rules.has(one, "key")).toBe(false);
  const again = (await test.reopen()).rules;
  expect([again.has(one, "key"), again.has(two, "key")]).toEqual([false, true]);
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
