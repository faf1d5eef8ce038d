import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { BackendId, MessageId, PersonaId, RequestId, type SessionId } from "@switchyard/core/protocol";
import { pino } from "pino";
import { v4 as uuid } from "uuid";
import { newRecord, type SessionRecord } from "../session/record.ts";
import { type Log, type NewChunk, openLog } from "./log.ts";
import { type Outcome, type OutcomeQuery, sumOutcomes } from "./outcomes.ts";
import { FILL_USAGE } from "./fill-usage.ts";
import type { NewRule } from "./rules.ts";
import { migrations } from "./schema.ts";
import { sumUsage, type UsageQuery, type UsageSums } from "./usage-sums.ts";

/** For tests: a log in a folder of its own, which goes when the test ends. */
export interface TestLog extends AsyncDisposable {
  readonly file: string;
  /** What the user was told while it was opened. */
  readonly said: string[];
  log: Log;
  /** Closes the log, does something to its files, and opens it again. */
  reopen(meanwhile?: () => void): Promise<Log>;
}

export const silent = pino({ level: "silent" });

export async function testFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), "switchyard-log-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

export async function testLog(): Promise<TestLog> {
  const folder = await testFolder();
  const file = join(folder.path, "log.db");
  const said: string[] = [];
  const open = (): Log =>
    openLog({
      file,
      now: () => 1_700_000_000_000,
      logger: silent,
      say: (line) => said.push(line),
    });
  const test: TestLog = {
    file,
    said,
    log: open(),
    async reopen(meanwhile = () => undefined) {
      await test.log.close();
      meanwhile();
      test.log = open();
      return test.log;
    },
    async [Symbol.asyncDispose]() {
      await test.log.close();
      await folder[Symbol.asyncDispose]();
    },
  };
  return test;
}

/** A session that is saved, with no chunks. */
export function newSession(log: Log, some: Partial<SessionRecord> = {}): SessionId {
  const record = sessionRecord(some);
  log.saveSession(record);
  return record.sessionId;
}

export function sessionRecord(some: Partial<SessionRecord> = {}): SessionRecord {
  const at = 1_700_000_000;
  const own = { backendId: BackendId.parse("claude"), persona: PersonaId.parse("none"), cwd: "/" };
  return newRecord({ ...own, title: "A session", createdAt: at, lastActivity: at, ...some });
}

/** As the log's worker sums it up, without starting one. */
export function outcomesIn(file: string, query: OutcomeQuery = {}): Outcome[] {
  using db = new DatabaseSync(file, { readOnly: true });
  return sumOutcomes(db, query);
}

/** As the log's worker sums it up, without starting one. */
export function usageIn(file: string, query: UsageQuery): UsageSums {
  using db = new DatabaseSync(file, { readOnly: true });
  return sumUsage(db, query);
}

/** Makes a store of it as the versions before wrote them, which kept of turns that were counted what they took. */
export function forgetOutcomes(file: string): void {
  using db = new DatabaseSync(file);
  db.exec(`
    DROP TABLE worktrees;
    DROP TABLE bead_lines;
    DROP INDEX turn_usage_by_bead;
    CREATE INDEX turn_usage_by_bead ON turn_usage (bead_id) WHERE bead_id IS NOT NULL;
    DELETE FROM turn_usage WHERE NOT is_counted;
    ALTER TABLE turn_usage DROP COLUMN persona;
    ALTER TABLE turn_usage DROP COLUMN has_failed;
    ALTER TABLE turn_usage DROP COLUMN is_counted;
    PRAGMA user_version = ${migrations.indexOf(FILL_USAGE) + 1};
  `);
}

export function said(content: string, messageKey = "m"): NewChunk {
  return { type: "agent_message", content, messageKey };
}

export function userSaid(content: string): NewChunk & { type: "user_message" } {
  return { type: "user_message", content, messageId: MessageId.parse(uuid()) };
}

export const turnStarted: NewChunk = { type: "turn_started", content: "", by: "user" };
export const turnEnded: NewChunk = { type: "turn_ended", content: "", stopReason: "end_turn", durationMs: 1 };

export function requested(
  requestId = RequestId.parse(uuid()),
  toolCallId = "tool",
): NewChunk & { requestId: RequestId } {
  return {
    type: "permission_request",
    content: "",
    requestId,
    toolCallId,
    title: "Run?",
    input: {},
    options: [],
  };
}

export function resolved(requestId: RequestId): NewChunk {
  return { type: "permission_resolved", content: "", requestId, decision: "allow_once", by: "user" };
}

export function asked(requestId = RequestId.parse(uuid())): NewChunk & { requestId: RequestId } {
  const question = { questionId: "q", question: "Which?", kind: "text", options: [] } as const;
  const questions = [{ ...question, options: [], allowsOther: false, isRequired: true }];
  return { type: "question_request", content: "", requestId, title: "Which?", questions };
}

export function formResolved(requestId: RequestId): NewChunk {
  return { type: "question_resolved", content: "", requestId, outcome: "skipped", by: "user" };
}

/** A standing rule that goes by one key. */
export function ruleOf(exact: string): NewRule {
  return { exact, covers: [], label: `Always allow ${exact}`, at: 7 };
}

export function waiting(messageId: string) {
  return { messageId: MessageId.parse(messageId), message: `text of ${messageId}`, at: 5 };
}

/** Resolves once everything that was written before is stored. */
export function stored(log: Log): Promise<void> {
  return new Promise((resolve) => log.afterCommit(resolve));
}

export const everything = { maxChunks: Infinity, maxBytes: Infinity };
