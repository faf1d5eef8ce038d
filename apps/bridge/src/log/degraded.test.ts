import type { DatabaseSync } from "node:sqlite";
import { MessageId } from "@switchyard/core/protocol";
import { expect, it } from "vitest";
import { type Log, makeLog } from "./log.ts";
import { openStore } from "./open-store.ts";
import {
  everything,
  newSession,
  requested,
  resolved,
  said,
  silent,
  stored,
  testFolder,
  turnEnded,
  turnStarted,
} from "./test-log.ts";

it("While the disk takes nothing, what happens is read as if it were stored, each chunk once and in order", async () => {
  await using test = await refusing();
  const { log } = test;
  const session = newSession(log);
  const kept = log.append(session, [turnStarted, said("a"), requested()], 1);
  await stored(log);
  test.refuse();
  const held = [...log.append(session, [said("b"), turnEnded], 1)];
  await stored(log);
  held.push(...log.append(session, [turnStarted, said("c")], 2));
  await stored(log);
  expect(log.storage()).toBe("degraded");
  const all = [...kept, ...held.slice(0, 2), notice(6, 0, "storage_degraded"), ...held.slice(2)];
  expect(seqs(all)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect([log.lastSeq(session), log.committedSeq(session)]).toEqual([8, 8]);
  expect([...log.all(session)]).toMatchObject(all);
  expect(log.page(session, { limit: 3 }).chunks).toMatchObject(all.slice(6));
  expect(log.page(session, { afterSeq: 2, limit: 4 })).toMatchObject({ firstSeq: 3 });
  for (const after of [0, 2, 3, 4, 7, 8]) {
    expect(parsed(log, session, after)).toMatchObject(all.slice(after));
  }
  expect(log.openTurns()).toMatchObject([{ sessionId: session, turn: 2, requests: [] }]);
});

it("When there is room again all is stored in its order, and each session's log says so", async () => {
  await using test = await refusing();
  const { log } = test;
  const [talks, answers, rests] = [newSession(log), newSession(log), newSession(log)];
  const request = requested();
  log.append(talks, [turnStarted], 1);
  log.append(answers, [turnStarted, request], 1);
  log.append(rests, [turnStarted, turnEnded], 1);
  await stored(log);
  test.refuse();
  log.append(talks, [said("a")], 1);
  await stored(log);
  log.append(talks, [said("b"), turnEnded], 1);
  log.append(answers, [resolved(request.requestId)], 1);
  await stored(log);
  await test.accept();
  await stored(log);
  const whole = { talks: [...log.all(talks)], answers: [...log.all(answers)], rests: [...log.all(rests)] };
  expect(whole.talks.map(word)).toEqual([
    "turn_started 1",
    "agent_message 1",
    "storage_degraded 1",
    "agent_message 1",
    "turn_ended 1",
    "storage_restored 0",
  ]);
  expect(whole.answers.map(word)).toEqual([
    "turn_started 1",
    "permission_request 1",
    "storage_degraded 1",
    "permission_resolved 1",
    "storage_restored 1",
  ]);
  expect(whole.rests.map(word)).toEqual(["turn_started 1", "turn_ended 1"]);
  const again = await test.reopen();
  expect([...again.all(talks)]).toEqual(whole.talks);
  expect([...again.all(answers)]).toEqual(whole.answers);
});

it("A text too long for a chunk is read as a blob while it is held", async () => {
  await using test = await refusing();
  const { log } = test;
  const session = newSession(log);
  await stored(log);
  test.refuse();
  const text = "ä".repeat(200_000);
  const [chunk] = log.append(session, [said(text)], 1).slice(-1);
  await stored(log);
  const blobId = chunk?.truncated?.blobId;
  if (blobId === undefined) throw new Error("not cut");
  let read = "";
  for (let offset: number | undefined = 0; offset !== undefined;) {
    const part = log.blobs.read(blobId, offset, 150_000);
    read += part?.content ?? "";
    offset = part?.nextOffset;
  }
  expect(read).toBe(text);
  await test.accept();
  expect(log.blobs.read(blobId, 0, 10)?.content).toBe("ä".repeat(5));
});

it("More than 64 MiB are not held: what feeds the sessions waits until they are stored", async () => {
  await using test = await refusing();
  const { log } = test;
  const [talks, other] = [newSession(log), newSession(log)];
  await stored(log);
  test.refuse();
  const long = said("x".repeat(250_000));
  log.append(
    talks,
    Array.from({ length: 200 }, () => long),
    1,
  );
  await stored(log);
  expect([log.storage(), log.hasRoom(), log.mustWait(talks), log.mustWait(other)]).toEqual([
    "degraded",
    true,
    false,
    false,
  ]);
  log.append(
    talks,
    Array.from({ length: 80 }, () => long),
    1,
  );
  expect([log.hasRoom(), log.mustWait(talks), log.mustWait(other)]).toEqual([false, true, true]);
  await test.accept();
  expect([log.hasRoom(), log.mustWait(other)]).toEqual([true, false]);
  expect(log.lastSeq(talks)).toBe(282);
});

it("A message that was taken while the disk took nothing is not taken again", async () => {
  await using test = await refusing();
  const { log } = test;
  const session = newSession(log);
  await stored(log);
  test.refuse();
  const messageId = MessageId.parse("00000000-0000-4000-8000-00000000000a");
  expect(log.takeMessageId(session, messageId)).toBe(true);
  await stored(log);
  expect([log.storage(), log.takeMessageId(session, messageId)]).toEqual(["degraded", false]);
  await test.accept();
  expect(log.takeMessageId(session, messageId)).toBe(false);
});

interface RefusingLog extends AsyncDisposable {
  readonly log: Log;
  refuse(): void;
  /** Resolves when all is stored. */
  accept(): Promise<void>;
  reopen(): Promise<Log>;
}

/** A log whose file can be made to take nothing. */
async function refusing(): Promise<RefusingLog> {
  const folder = await testFolder();
  const options = {
    file: `${folder.path}/log.db`,
    logger: silent,
    now: () => 1_700_000_000_000,
    say: () => undefined,
  };
  let db: DatabaseSync;
  function open(): Log {
    const store = openStore(options);
    db = store.db;
    return makeLog(store, options);
  }
  let log = open();
  return {
    log,
    refuse: () => db.exec("PRAGMA query_only = ON"),
    accept() {
      const done = new Promise<void>((resolve) => log.onStorage((state) => state === "ok" && resolve()));
      db.exec("PRAGMA query_only = OFF");
      log.flush();
      return done;
    },
    async reopen() {
      await log.close();
      log = open();
      return log;
    },
    async [Symbol.asyncDispose]() {
      await log.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function notice(seq: number, turn: number, code: string) {
  return { seq, turn, type: "notice", code };
}

function seqs(chunks: readonly { seq: number }[]): number[] {
  return chunks.map(({ seq }) => seq);
}

function parsed(log: Log, session: Parameters<Log["read"]>[0], after: number): unknown[] {
  return log.read(session, after, everything).map(({ json }): unknown => JSON.parse(json));
}

function word(chunk: { type: string; turn: number; code?: string }): string {
  return `${chunk.code ?? chunk.type} ${chunk.turn}`;
}
