import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { AgentChunk, SessionId } from "@switchyard/core/protocol";
import { expect, it } from "vitest";
import { StartError } from "../start-error.ts";
import { type Log, openLog } from "./log.ts";
import { migrations } from "./schema.ts";
import {
  newSession,
  outcomesIn,
  said,
  silent,
  testFolder,
  turnEnded,
  turnStarted,
  waiting,
} from "./test-log.ts";

it("A file of a newer version is refused, and stays as it is", async () => {
  await using store = await closedStore({ sessions: 1, turns: 1 });
  store.sql(`PRAGMA user_version = ${migrations.length + 1}`);
  expect(store.refusal()).toMatch(/newer Switchyard \(schema \d+; this one knows \d+\)/);
});

it.each([
  ["text", Buffer.from("no database, but long enough to be looked at as one".repeat(100))],
  ["nothing but zeros", Buffer.alloc(40_960)],
  ["nothing at all, where there was a store", Buffer.alloc(0)],
])("A file of %s is refused by name, and stays as it is", async (_what, content) => {
  await using store = await closedStore({ sessions: 1, turns: 1 });
  writeFileSync(store.file, content);
  expect(store.refusal()).toMatch(/log\.db is damaged.*Put a copy in its place, or move it away/);
});

it("A database of another program is refused, and stays as it is", async () => {
  await using store = await closedStore({ sessions: 0, turns: 0 });
  rmSync(store.file);
  store.sql("CREATE TABLE addresses (name TEXT)");
  expect(store.refusal()).toMatch(/is a database of another program/);
});

it("Where the file has gone the user is told that it begins anew", async () => {
  await using store = await closedStore({ sessions: 1, turns: 1 });
  rmSync(store.file);
  const opened = store.open();
  expect([opened.log.sessions(), opened.said]).toEqual([[], [expect.stringMatching(/no store .* any more/)]]);
});

it("A page that is overwritten costs the chunks on it alone; each place is kept, and all is said", async () => {
  await using store = await closedStore({ sessions: 3, turns: 40 });
  const pages = store.pagesOf("chunks");
  const page = pages[Math.floor(pages.length / 2)] ?? 0;
  store.overwrite((page - 1) * PAGE, Buffer.alloc(PAGE, 0x5a));
  const before = readFileSync(store.file);
  const { log, said } = store.open();
  const lost = store.compare(log);
  expect(lost).toBeGreaterThan(0);
  expect(lost).toBeLessThan(80);
  expect(said).toEqual([expect.stringContaining(`${lost} events of`)]);
  const keptAs = store.files().find((name) => name.includes(".damaged-")) ?? "";
  expect(readFileSync(`${store.folder}/${keptAs}`).equals(before)).toBe(true);
  log.flush();
  const ends = log.sessions().flatMap(({ sessionId }) => [...log.all(sessionId)].at(-1) ?? []);
  expect(
    ends.filter((chunk) => chunk.type === "notice" && chunk.content.includes("could not be read")),
  ).not.toEqual([]);
  expect(log.sessions().map(({ logId }) => logId)).not.toEqual(store.records.map(({ logId }) => logId));
  await log.close();
  const again = store.open();
  expect([store.compare(again.log), again.said]).toEqual([lost, []]);
});

it("A damaged index costs nothing", async () => {
  await using store = await closedStore({ sessions: 2, turns: 200 });
  for (const page of store.pagesOf("turns")) store.overwrite((page - 1) * PAGE, Buffer.alloc(PAGE, 0xff));
  const { log, said } = store.open();
  expect([store.compare(log), said]).toEqual([0, [expect.stringContaining("no event of a session is lost")]]);
});

it.each([
  ["of this version", "SELECT 1"],
  [
    "of an earlier one",
    "ALTER TABLE queued_messages DROP COLUMN attachments; DROP TABLE attachments; PRAGMA user_version = 4",
  ],
])("What waits in a damaged file %s is kept", async (_which, makeOld) => {
  await using store = await closedStore({ sessions: 1, turns: 200 });
  const before = store.open().log;
  const [sessionId = newSession(before)] = store.records.map((record) => record.sessionId);
  const file = { name: "a.txt", mediaType: "text/plain", bytes: 3, data: "YWJj" };
  const attachment = before.attachments.add(file);
  before.attachments.claim([attachment], sessionId);
  before.queue.add(sessionId, {
    ...waiting("11111111-1111-4111-8111-111111111111"),
    attachments: [attachment],
  });
  await before.close();
  const isOld = makeOld.startsWith("ALTER");
  store.sql(makeOld);
  for (const page of store.pagesOf("turns")) store.overwrite((page - 1) * PAGE, Buffer.alloc(PAGE, 0xff));
  const { log, said } = store.open();
  expect(said).toEqual([expect.stringContaining("repaired")]);
  const [message] = log.queue.list(sessionId);
  expect(message?.message).toBe("text of 11111111-1111-4111-8111-111111111111");
  expect(message?.attachments).toEqual(isOld ? undefined : [attachment]);
  expect(log.attachments.find(attachment.blobId, sessionId)).toEqual(isOld ? undefined : attachment);
});

it.each([
  ["of this version, also of a deleted session", "SELECT 1", 3],
  [
    "of an earlier one, as far as its log tells",
    "DROP INDEX turn_usage_by_bead; ALTER TABLE turn_usage DROP COLUMN persona; ALTER TABLE turn_usage DROP COLUMN has_failed; ALTER TABLE turn_usage DROP COLUMN is_counted; PRAGMA user_version = 6",
    2,
  ],
])("How turns of a damaged file went is kept: %s", async (_which, makeOld, sessions) => {
  await using store = await closedStore({ sessions: 1, turns: 100 });
  const before = store.open().log;
  const deleted = newSession(before);
  for (const sessionId of [deleted, newSession(before)]) {
    const failed = { type: "turn_ended", content: "", stopReason: "error", durationMs: 1 } as const;
    before.append(sessionId, [turnStarted, failed], 1);
  }
  before.deleteSession(deleted);
  await before.close();
  store.sql(makeOld);
  for (const page of store.pagesOf("turns")) store.overwrite((page - 1) * PAGE, Buffer.alloc(PAGE, 0xff));
  const { said } = store.open();
  expect(said).toEqual([expect.stringContaining("repaired")]);
  const whose = { persona: "none", backendId: "claude" };
  const [sum] = outcomesIn(store.file);
  expect(sum).toMatchObject({ ...whose, sessions, turns: 99 + sessions, failures: sessions - 1 });
});

it("Where the table of sessions is missing they are made anew from their logs", async () => {
  await using store = await closedStore({ sessions: 2, turns: 3 });
  store.sql("DROP TABLE sessions");
  const { log, said } = store.open();
  expect([store.compare(log), log.sessions().length, said.length]).toEqual([0, 2, 2]);
  expect(log.sessions().map(({ stopped, backendId }) => [stopped, backendId])).toEqual([
    [true, "unknown"],
    [true, "unknown"],
  ]);
});

it("A file of which the end is cut off opens with what is left, or is refused", async () => {
  await using store = await closedStore({ sessions: 3, turns: 40 });
  const whole = readFileSync(store.file);
  const outcomes = { opened: 0, refused: 0 };
  for (const length of [
    1,
    99,
    511,
    4_096,
    8_192,
    30_000,
    ...[0.3, 0.6, 0.9, 0.99].map((part) => Math.floor(whole.length * part)),
  ]) {
    writeFileSync(store.file, whole);
    truncateSync(store.file, length);
    outcomes[await store.expectSafe()] += 1;
  }
  expect(outcomes.opened).toBeGreaterThan(0);
  expect(outcomes.refused).toBeGreaterThan(0);
});

it("Whatever bytes are changed, it opens with all that can be read, or refuses and changes nothing", async () => {
  await using store = await closedStore({ sessions: 3, turns: 12 });
  const whole = readFileSync(store.file);
  const random = seeded(4_711);
  const outcomes = { opened: 0, refused: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const bytes = Buffer.from(whole);
    const flips = 1 + Math.floor(random() * 3);
    for (let flip = 0; flip < flips; flip += 1) {
      const at = Math.floor(random() * (round % 4 === 0 ? 200 : bytes.length));
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    }
    writeFileSync(store.file, bytes);
    outcomes[await store.expectSafe(flips)] += 1;
  }
  expect(outcomes.opened).toBeGreaterThan(ROUNDS / 2);
});

const ROUNDS = 40;
const PAGE = 4_096;

/** A store that was closed as it should be, to be damaged. */
async function closedStore({ sessions, turns }: { sessions: number; turns: number }) {
  const folder = await testFolder();
  const file = `${folder.path}/log.db`;
  const logs = new Map<SessionId, readonly AgentChunk[]>();
  const opened: Log[] = [];

  function open(): { log: Log; said: string[] } {
    const said: string[] = [];
    const log = openLog({
      file,
      logger: silent,
      now: () => 1_700_000_000_000,
      say: (line) => said.push(line),
    });
    opened.push(log);
    return { log, said };
  }

  const { log } = open();
  for (let at = 0; at < sessions; at += 1) {
    const session = newSession(log);
    for (let turn = 1; turn <= turns; turn += 1) {
      log.append(session, [turnStarted, ...words(turn), turnEnded], turn);
    }
    log.flush();
    logs.set(session, [...log.all(session)]);
  }
  const records = log.sessions();
  await log.close();
  const life = readFileSync(`${file}-life.json`);

  /** How many chunks are lost; what is there must be what was stored. */
  function compare(log: Log, changed = 0): number {
    let lost = 0;
    let differing = 0;
    expect(log.sessions()).toHaveLength(logs.size);
    for (const [session, chunks] of logs) {
      const found = [...log.all(session)];
      expect(found.map(({ seq }) => seq)).toEqual(found.map((_, at) => at + 1));
      for (const [at, chunk] of found.entries()) {
        if (isDamageNotice(chunk)) lost += at < chunks.length ? 1 : 0;
        else if (JSON.stringify(chunk) !== JSON.stringify(chunks[at])) differing += 1;
      }
    }
    expect(differing).toBeLessThanOrEqual(changed);
    return lost;
  }

  /** What it says; nothing is changed. */
  function refusal(): string {
    const before = readFileSync(file);
    const files = readdirSync(folder.path).toSorted();
    let message = "";
    try {
      open();
    } catch (error) {
      message = error instanceof StartError ? error.message : String(error);
    }
    expect(open).toThrow(StartError);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder.path).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(files);
    return message;
  }

  return {
    file,
    folder: folder.path,
    records,
    open,
    compare,
    refusal,
    files: () => readdirSync(folder.path),
    overwrite(at: number, bytes: Buffer) {
      const whole = readFileSync(file);
      bytes.copy(whole, at);
      writeFileSync(file, whole);
    },
    sql(statement: string) {
      const db = new DatabaseSync(file);
      db.exec(statement);
      db.close();
    },
    pagesOf(name: string): number[] {
      const db = new DatabaseSync(file);
      const rows = db.prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'").all(name);
      db.close();
      return rows.map((row) => Number(row["pageno"]));
    },
    /** Opens it, whatever it holds now, and puts things back as they were. */
    async expectSafe(changed = 0): Promise<"opened" | "refused"> {
      for (const name of readdirSync(folder.path))
        if (name !== "log.db") rmSync(`${folder.path}/${name}`, { recursive: true });
      writeFileSync(`${file}-life.json`, life);
      const before = readFileSync(file);
      try {
        const { log } = open();
        compare(log, changed);
        await log.close();
        return "opened";
      } catch (error) {
        if (!(error instanceof StartError)) throw error;
        expect(error.message).toContain(file);
        expect(readFileSync(file).equals(before)).toBe(true);
        return "refused";
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.allSettled(opened.map((each) => each.close()));
      await folder[Symbol.asyncDispose]();
    },
  };
}

function words(turn: number) {
  return Array.from({ length: 8 }, (_, at) =>
    said(`Turn ${turn} says ${at}. ${"Some more. ".repeat(at * 3)}`, `m${turn}`),
  );
}

function isDamageNotice(chunk: AgentChunk): boolean {
  return chunk.type === "notice" && chunk.code === "damaged";
}

/** @see https://en.wikipedia.org/wiki/Xorshift */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
