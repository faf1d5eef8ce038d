import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { makeRandom } from "@switchyard/testkit/random";
import { pino } from "pino";
import { type NewChunk, openLog } from "@switchyard/bridge/log";
import { writeChunks } from "../history/chunks.ts";
import { newRecord } from "../history/make-history.ts";
import { quantile, type Row, times } from "./report.ts";

/** Chunks a second through the log (numbered, bounded, told of), beside bare inserts of as many rows as long. */
export async function benchAppend(): Promise<Row[]> {
  const rates: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await using folder = await mkdtempDisposable(join(tmpdir(), "switchyard-bench-"));
    const bodies = someBodies();
    floors.push(bareInserts(join(folder.path, "bare.db"), bodies));
    rates.push(await throughLog(join(folder.path, "log.db"), bodies));
  }
  const [rate, floor] = [quantile(rates, 0.5), quantile(floors, 0.5)];
  return [
    {
      what: "appending chunks",
      measured: `${(rate / 1000).toFixed(0)} k/s`,
      floor: `${(floor / 1000).toFixed(0)} k/s (bare inserts)`,
      ratio: times(floor / rate),
      aim: "≤ 5 ×",
    },
  ];
}

const CHUNKS = 50_000;
/** As much as one tick of a fast CLI brings. */
const A_TICK = 32;
/** As many rows as the log puts into a transaction. */
const A_TRANSACTION = 512;

function someBodies(): NewChunk[] {
  const bodies: NewChunk[] = [];
  const { sessionId } = newRecord({ sessions: 1, chunksPerSession: CHUNKS }, { number: 1, at: 0 });
  const sink = {
    append(_: unknown, some: readonly NewChunk[]) {
      bodies.push(...some);
      return [];
    },
    flush: () => true,
  };
  writeChunks(sink, { sessionId, random: makeRandom(1), clock: { now: 0 } }, { chunksPerSession: CHUNKS });
  return bodies;
}

function bareInserts(file: string, bodies: readonly NewChunk[]): number {
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  db.exec("CREATE TABLE chunks (id INTEGER PRIMARY KEY, type TEXT, head INTEGER, json TEXT)");
  const insert = db.prepare("INSERT INTO chunks (id, type, head, json) VALUES (?, ?, ?, ?)");
  // What the log adds to each: its session, its place and its time.
  const place = { sessionId: "5d1f5b0e-3a52-4d0c-9a62-0b7f3b0a8f11", seq: CHUNKS, at: Date.now(), turn: 1 };
  const from = performance.now();
  for (const [index, body] of bodies.entries()) {
    if (index % A_TRANSACTION === 0) db.exec("BEGIN IMMEDIATE");
    insert.run(index + 1, body.type, index + 1, JSON.stringify({ ...place, ...body }));
    if (index % A_TRANSACTION === A_TRANSACTION - 1) db.exec("COMMIT");
  }
  if (db.isTransaction) db.exec("COMMIT");
  const rate = (bodies.length / (performance.now() - from)) * 1000;
  db.close();
  return rate;
}

async function throughLog(file: string, bodies: readonly NewChunk[]): Promise<number> {
  const log = openLog({ file, now: Date.now, logger: pino({ level: "silent" }) });
  const record = newRecord({ sessions: 1, chunksPerSession: CHUNKS }, { number: 1, at: 0 });
  log.saveSession(record);
  const from = performance.now();
  for (let at = 0; at < bodies.length; at += A_TICK) {
    log.append(record.sessionId, bodies.slice(at, at + A_TICK), 1);
    await setImmediate();
  }
  await new Promise<void>((resolve) => log.afterCommit(resolve));
  const rate = (bodies.length / (performance.now() - from)) * 1000;
  await log.close();
  return rate;
}
