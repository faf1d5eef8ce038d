import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { SessionId } from "@switchyard/core/protocol";
import { expect, it } from "vitest";
import { openLog } from "./log.ts";
import {
  asked,
  everything,
  formResolved,
  newSession,
  requested,
  resolved,
  said,
  sessionRecord,
  silent,
  stored,
  testFolder,
  testLog,
  turnEnded,
  turnStarted,
} from "./test-log.ts";

it("Chunks are numbered without gaps, each session by itself", async () => {
  await using test = await testLog();
  const [one, two] = [newSession(test.log), newSession(test.log)];
  const first = test.log.append(one, [turnStarted, said("a")], 1);
  test.log.append(two, [turnStarted], 1);
  const second = test.log.append(one, [turnEnded], 1);
  expect([...first, ...second].map((chunk) => [chunk.seq, chunk.turn, chunk.isDone])).toEqual([
    [1, 1, false],
    [2, 1, false],
    [3, 1, true],
  ]);
  expect([test.log.lastSeq(one), test.log.lastSeq(two)]).toEqual([3, 1]);
  const log = await test.reopen();
  expect([log.lastSeq(one), log.committedSeq(one), log.lastSeq(two)]).toEqual([3, 3, 1]);
  expect([...log.all(one)]).toEqual([...first, ...second]);
  expect(log.append(one, [turnStarted], 2)[0]?.seq).toBe(4);
});

it("A chunk can be read once it is stored, not before", async () => {
  await using test = await testLog();
  const { log } = test;
  const session = newSession(log);
  const chunks = log.append(session, [turnStarted, said("a")], 1);
  expect(log.read(session, 0, everything)).toEqual([]);
  expect(log.page(session).chunks).toEqual([]);
  expect([log.lastSeq(session), log.committedSeq(session)]).toEqual([2, 0]);
  expect(log.pendingBytes(session)).toBe(JSON.stringify(chunks).length - 3);
  await stored(log);
  expect(log.read(session, 0, everything).map(({ json }) => json)).toEqual(
    chunks.map((chunk) => JSON.stringify(chunk)),
  );
  expect([log.committedSeq(session), log.pendingBytes(session)]).toEqual([2, 0]);
});

it("Those who are told hear it after the commit, in the order of the writes, the deliveries last", async () => {
  await using test = await testLog();
  const { log } = test;
  const [one, two] = [newSession(log), newSession(log)];
  const heard: unknown[] = [];
  const stop = log.onCommitted((sessionIds) => heard.push([...sessionIds, log.committedSeq(one)]));
  log.append(one, [turnStarted], 1);
  log.afterCommit(() => heard.push("first"));
  log.append(two, [turnStarted], 1);
  log.afterCommit(() => heard.push("second"));
  expect(heard).toEqual([]);
  expect(log.flush()).toBe(true);
  expect(heard).toEqual(["first", "second", [one, two, 1]]);
  stop();
  log.append(one, [turnEnded], 1);
  log.flush();
  expect(heard).toHaveLength(3);
});

it("A listener that throws keeps nobody from hearing and nothing from being stored", async () => {
  await using test = await testLog();
  const { log } = test;
  const session = newSession(log);
  const heard: number[] = [];
  log.onCommitted(() => {
    throw new Error("from a test");
  });
  log.onCommitted(() => heard.push(log.committedSeq(session)));
  log.afterCommit(() => {
    throw new Error("from a test");
  });
  log.append(session, [turnStarted], 1);
  await stored(log);
  log.append(session, [turnEnded], 1);
  await stored(log);
  log.flush();
  expect(heard.at(-1)).toBe(2);
});

it("What a listener writes is stored after what it was told of", async () => {
  await using test = await testLog();
  const { log } = test;
  const session = newSession(log);
  log.append(session, [turnStarted], 1);
  log.afterCommit(() => log.append(session, [turnEnded], 1));
  log.flush();
  log.flush();
  expect([...log.all(session)].map((chunk) => chunk.type)).toEqual(["turn_started", "turn_ended"]);
});

it("A session that was never saved has no log", async () => {
  await using test = await testLog();
  const unknown = SessionId.parse("00000000-0000-4000-8000-000000000000");
  expect(() => test.log.append(unknown, [turnStarted], 1)).toThrow(/must be saved/);
  expect(() => test.log.page(unknown)).toThrow(/no session/);
  expect([test.log.lastSeq(unknown), test.log.read(unknown, 0, everything)]).toEqual([0, []]);
});

it("A session's record is there at once, and as it was saved last after reopening", async () => {
  await using test = await testLog();
  const record = sessionRecord({ title: "before" });
  test.log.saveSession(record);
  expect(test.log.session(record.sessionId)).toBe(record);
  record.title = "saved";
  test.log.saveSession(record);
  record.title = "not saved";
  const log = await test.reopen();
  expect(log.sessions()).toEqual([{ ...record, title: "saved" }]);
});

it("After a restart, the turns that were left open are told with the requests that nobody resolved", async () => {
  await using test = await testLog();
  const [open, closed, empty] = [newSession(test.log), newSession(test.log), newSession(test.log)];
  const [answered, left] = [requested(), requested()];
  test.log.append(open, [turnStarted, requested(), turnEnded], 1);
  const [form, answeredForm] = [asked(), asked()];
  const answers = [resolved(answered.requestId), formResolved(answeredForm.requestId)];
  test.log.append(open, [turnStarted, answered, left, form, answeredForm, ...answers], 2);
  test.log.append(closed, [turnStarted, turnEnded], 1);
  const log = await test.reopen();
  const requests = [
    { ...left, seq: 6 },
    { ...form, seq: 7 },
  ];
  expect(log.openTurns()).toMatchObject([{ sessionId: open, turn: 2, requests, lastedMs: 0 }]);
  const by = [answered, answeredForm, left].map(({ requestId }) => log.answeredBy(open, requestId));
  expect(by).toEqual(["user", "user", undefined]);
  expect(log.page(empty).chunks).toEqual([]);
});

it("After a restart it is known who resolved a request, of its own session alone", async () => {
  await using test = await testLog();
  const [session, other] = [newSession(test.log), newSession(test.log)];
  const [answered, left] = [requested(), requested()];
  const bodies = [turnStarted, answered, left, resolved(answered.requestId), turnEnded];
  test.log.append(session, bodies, 1);
  const log = await test.reopen();
  expect(log.answeredBy(session, answered.requestId)).toBe("user");
  expect(log.answeredBy(session, left.requestId)).toBeUndefined();
  expect(log.answeredBy(other, answered.requestId)).toBeUndefined();
});

it("A turn that was left open lasted up to its last chunk", async () => {
  await using folder = await testFolder();
  let now = 0;
  const log = openLog({ file: join(folder.path, "log.db"), now: () => now, logger: silent });
  const session = newSession(log);
  log.append(session, [turnStarted, turnEnded], 1);
  now = 5_000;
  log.append(session, [turnStarted], 2);
  now = 7_500;
  log.append(session, [said("a")], 2);
  log.flush();
  now = 9_000;
  expect(log.openTurns()).toMatchObject([{ sessionId: session, lastedMs: 2_500 }]);
  await log.close();
});

it("A request of before a restart is closed under its own head", async () => {
  await using test = await testLog();
  const session = newSession(test.log);
  const request = requested();
  test.log.append(session, [turnStarted, said("a"), request], 1);
  const log = await test.reopen();
  log.append(session, [resolved(request.requestId), turnEnded], 1);
  log.flush();
  const page = log.page(session, { afterSeq: 3 });
  expect(page.open.map((chunk) => chunk.seq)).toEqual([3]);
});

it("What was told as stored survives a kill -9", async () => {
  await using folder = await testFolder();
  const file = `${folder.path}/log.db`;
  for (const linesBeforeKill of [1, 40, 7]) {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL("append-forever.testkit.ts", import.meta.url)), file],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const told = new Map<SessionId, number>();
    let lines = 0;
    for await (const line of createInterface(child.stdout)) {
      const [sessionId, seq] = line.split(" ");
      told.set(SessionId.parse(sessionId), Number(seq));
      lines += 1;
      if (lines === linesBeforeKill) child.kill("SIGKILL");
    }
    if (child.signalCode === null) await once(child, "exit");
    const log = openLog({ file, now: Date.now, logger: silent });
    for (const [sessionId, seq] of told) {
      const seqs = [...log.all(sessionId)].map((chunk) => chunk.seq);
      expect(seqs.length).toBeGreaterThanOrEqual(seq);
      expect(seqs).toEqual(seqs.map((_, at) => at + 1));
      expect(log.openTurns().map((each) => each.sessionId)).toContain(sessionId);
    }
    await log.close();
  }
});
