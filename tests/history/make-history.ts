import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { BackendId, LogId, PersonaId, SessionId } from "@switchyard/core/protocol";
import { makeRandom } from "@switchyard/testkit/random";
import { pino } from "pino";
import { type Log, openLog } from "@switchyard/bridge/log";
import { writeChunks } from "./chunks.ts";

export interface HistoryOptions {
  sessions: number;
  chunksPerSession: number;
  /** @default 60 */
  chunksPerTurn?: number;
  /** The sessions' folder. @default "/" */
  cwd?: string;
  /** @default "demo" */
  backendId?: string;
  /** Whether the user has stopped them; if not they are in the list of active sessions. @default false */
  areStopped?: boolean;
  /** @default 1 */
  seed?: number;
}

/**
 * Fills the data folder of a bridge that does not run with sessions as long use leaves them; the same for
 * the same seed, but for ids. Each turn N begins with a message that holds "question N" and the word `turnN`.
 * Resolves to the sessions in the order of their making.
 */
export async function makeHistory(dataFolder: string, options: HistoryOptions): Promise<SessionId[]> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const clock = { now: START };
  const log = openLog({
    file: join(dataFolder, "switchyard.db"),
    now: () => clock.now,
    logger: pino({ level: "silent" }),
  });
  try {
    const random = makeRandom(options.seed ?? 1);
    return Array.from({ length: options.sessions }, (_, index) => {
      const record = newRecord(options, { number: index + 1, at: clock.now });
      log.saveSession(record);
      const from = { sessionId: record.sessionId, random: random.fork(), clock };
      const { turns, lastWords } = writeChunks(log, from, options);
      const lastActivity = Math.floor(clock.now / 1000);
      const readSeq = options.chunksPerSession;
      log.saveSession({ ...record, turn: turns, lastActivity, readSeq, activity: lastWords });
      flush(log);
      return record.sessionId;
    });
  } finally {
    await log.close();
  }
}

/** In 2026, so that a store looks used; what is written moves it on. */
const START = Date.UTC(2026, 0, 5, 9);

/** A session as it begins. */
export function newRecord(options: HistoryOptions, made: { number: number; at: number }): SessionRecord {
  const createdAt = Math.floor(made.at / 1000);
  return {
    sessionId: SessionId.parse(randomUUID()),
    logId: LogId.parse(randomUUID()),
    backendId: BackendId.parse(options.backendId ?? "demo"),
    persona: PersonaId.parse("none"),
    task: null,
    systemPrompt: "",
    beadId: null,
    projectId: null,
    cwd: options.cwd ?? "/",
    title: `Session ${made.number} of a long history`,
    model: null,
    modelInUse: null,
    permissionMode: "default",
    cliSessionId: null,
    earlierCliSessionIds: [],
    isIncomplete: false,
    isArchived: false,
    batch: null,
    stopped: options.areStopped ?? false,
    failed: false,
    queueHeld: false,
    createdAt,
    lastActivity: createdAt,
    turn: 0,
    readSeq: 0,
    unread: 0,
    usage: { inputTokens: 0, outputTokens: 0, costUsd: null, turnsWithoutCost: 0 },
    context: null,
    lastTurn: null,
    folderStart: null,
    budgetUsd: null,
    limit: null,
    resumesAfterLimit: null,
    provenance: null,
    worktree: null,
    trace: null,
    verifiedTurn: 0,
    activity: "",
  };
}

type SessionRecord = Parameters<Log["saveSession"]>[0];

function flush(log: Log): void {
  if (!log.flush()) throw new Error("The history could not be written: is there room on the disk?");
}
