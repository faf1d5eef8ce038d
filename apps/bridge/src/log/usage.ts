import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import {
  type AgentChunk,
  type BeadId,
  ProjectId,
  type SessionId,
  type UsageRow,
  type UsageSum,
} from "@switchyard/core/protocol";
import type { SessionRecord } from "../session/record.ts";
import { countedOf, isFault } from "../usage/turn-cost.ts";
import { integer, type Row } from "./row.ts";
import type { Writer } from "./writer.ts";

/**
 * What each turn took, and how it went. It is written in one with the end of the turn in the log, so that no fault
 * comes between the two, and stays when its session is deleted.
 */
export interface UsageTable {
  /** What is to be written with a chunk of the session; undefined: nothing. */
  take(record: SessionRecord, chunk: AgentChunk): (() => void) | undefined;
  /** The newest day first, else what took the most; all that fit are in the total, the first 1,000 in the rows. */
  sums(query: UsageQuery): { rows: SummedRow[]; total: UsageSum };
  /** Of all the turns of a bead, also of those that are still to be stored. */
  ofBead(bead: BeadOfProject): Spent;
  /** Grows with each turn of a bead. */
  changes(): number;
  /** Of a session whose log was never whole. */
  forget(sessionId: SessionId): void;
}

export interface UsageQuery {
  readonly by: "day" | "backend" | "session" | "bead";
  /** The first and the last day; both are within. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly sessionId?: SessionId | undefined;
  readonly projectId?: ProjectId | undefined;
  readonly beadId?: BeadId | undefined;
}

/** A row with the project of its turns, where they have one. */
export type SummedRow = Omit<UsageRow, "label"> & { readonly projectId: ProjectId | null };

export interface BeadOfProject {
  readonly projectId: ProjectId | null;
  readonly beadId: BeadId;
}

export type Spent = Pick<UsageSum, "costUsd" | "turnsWithoutCost">;

export function makeUsageTable(db: DatabaseSync, writer: Writer): UsageTable {
  const insert = db.prepare(
    `INSERT OR REPLACE INTO turn_usage (session_id, turn, day, backend_id, project_id, bead_id,
       input_tokens, output_tokens, cost_usd, persona, has_failed, is_counted)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const selectBead = db.prepare(
    `SELECT ${SUMS} FROM turn_usage WHERE bead_id = ? AND project_id IS ? AND is_counted`,
  );
  const drop = db.prepare("DELETE FROM turn_usage WHERE session_id = ?");
  const beads = new Map<string, Spent>();
  let changes = 0;

  function ofBead(bead: BeadOfProject): Spent {
    const key = beadKey(bead);
    const known = beads.get(key) ?? sumOf(selectBead.get(bead.beadId, bead.projectId) ?? {});
    beads.set(key, known);
    return known;
  }

  return {
    ofBead,
    changes: () => changes,
    take({ sessionId, backendId, projectId, beadId, persona }, chunk) {
      if (chunk.type !== "turn_ended") return undefined;
      const counted = countedOf(chunk);
      const { inputTokens, outputTokens, costUsd } = counted ?? NOTHING;
      if (beadId !== null && counted !== null) {
        changes += 1;
        // Read before the row waits to be written: from then on it is counted here.
        const { costUsd: before, turnsWithoutCost } = ofBead({ projectId, beadId });
        beads.set(beadKey({ projectId, beadId }), {
          costUsd: costUsd === null ? before : (before ?? 0) + costUsd,
          turnsWithoutCost: turnsWithoutCost + (costUsd === null ? 1 : 0),
        });
      }
      const whose = [backendId, projectId, beadId];
      const took = [inputTokens, outputTokens, costUsd];
      const went = [persona, Number(isFault(chunk.stopReason)), Number(counted !== null)];
      const row = [sessionId, chunk.turn, dayOf(chunk.at), ...whose, ...took, ...went];
      return () => void insert.run(...row);
    },
    sums(query) {
      const { where, values } = conditionOf(query);
      const column = COLUMNS[query.by];
      const order = query.by === "day" ? "key DESC" : "cost DESC NULLS LAST, input + output DESC, key";
      const rows = db
        .prepare(
          `SELECT ${column} AS key, max(project_id) AS project, ${SUMS} FROM turn_usage ${where}
           GROUP BY ${column} ORDER BY ${order}`,
        )
        .all(...values)
        .map(summedRow);
      return { rows: rows.slice(0, MOST_ROWS), total: rows.reduce(add, NOTHING) };
    },
    forget: (sessionId) => writer.write(() => drop.run(sessionId)),
  };
}

/** A day of this machine's clock: 2026-11-26. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function beadKey({ projectId, beadId }: BeadOfProject): string {
  return `${projectId ?? ""}\0${beadId}`;
}

function conditionOf({ from, to, sessionId, projectId, beadId }: UsageQuery) {
  const given: [condition: string, value: SQLInputValue | undefined][] = [
    ["day >= ?", from],
    ["day <= ?", to],
    ["session_id = ?", sessionId],
    ["project_id = ?", projectId],
    ["bead_id = ?", beadId],
  ];
  const named = given.filter(([, value]) => value !== undefined);
  const where = `WHERE ${["is_counted", ...named.map(([condition]) => condition)].join(" AND ")}`;
  return { where, values: named.flatMap(([, value]) => value ?? []) };
}

function summedRow(row: Row): SummedRow {
  const { key, project } = row;
  return {
    key: typeof key === "string" ? key : null,
    projectId: typeof project === "string" ? ProjectId.parse(project) : null,
    ...sumOf(row),
  };
}

function sumOf(row: Row): UsageSum {
  const cost = row["cost"];
  return {
    turns: integer(row, "turns"),
    inputTokens: integer(row, "input"),
    outputTokens: integer(row, "output"),
    costUsd: typeof cost === "number" ? cost : null,
    turnsWithoutCost: integer(row, "unknown"),
  };
}

function add(sum: UsageSum, row: UsageSum): UsageSum {
  return {
    turns: sum.turns + row.turns,
    inputTokens: sum.inputTokens + row.inputTokens,
    outputTokens: sum.outputTokens + row.outputTokens,
    costUsd: row.costUsd === null ? sum.costUsd : (sum.costUsd ?? 0) + row.costUsd,
    turnsWithoutCost: sum.turnsWithoutCost + row.turnsWithoutCost,
  };
}

const NOTHING: UsageSum = { turns: 0, inputTokens: 0, outputTokens: 0, costUsd: null, turnsWithoutCost: 0 };

const COLUMNS = { day: "day", backend: "backend_id", session: "session_id", bead: "bead_id" } as const;

const SUMS = `count(*) AS turns, coalesce(sum(input_tokens), 0) AS input,
  coalesce(sum(output_tokens), 0) AS output, sum(cost_usd) AS cost,
  count(*) - count(cost_usd) AS unknown`;

/** Of an answer. */
const MOST_ROWS = 1_000;
