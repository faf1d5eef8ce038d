import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { BeadId, ProjectId, SessionId, UsageRow, UsageSum } from "@switchyard/core/protocol";
import { z } from "zod";
import { costOf, integer, type Row } from "./row.ts";

export const UsageQuery = z.object({
  by: z.enum(["day", "backend", "session", "bead"]),
  /** The first and the last day; both are within. */
  from: z.string().optional(),
  to: z.string().optional(),
  sessionId: SessionId.optional(),
  projectId: ProjectId.optional(),
  beadId: BeadId.optional(),
});
export type UsageQuery = z.infer<typeof UsageQuery>;

/** A row with the project of its turns, where they have one. */
const SummedRow = UsageRow.omit({ label: true }).extend({ projectId: ProjectId.nullable() });
export type SummedRow = z.infer<typeof SummedRow>;

export const UsageSums = z.object({ rows: z.array(SummedRow), total: UsageSum });
export type UsageSums = z.infer<typeof UsageSums>;

/**
 * What turns took: the newest day first, else what took the most. All that fit are in the total, the first 1,000 in the
 * rows. It reads all turns there are, and so is no work for the thread that serves.
 */
export function sumUsage(db: DatabaseSync, query: UsageQuery): UsageSums {
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
    projectId: ProjectId.safeParse(project).data ?? null,
    turns: integer(row, "turns"),
    inputTokens: integer(row, "input"),
    outputTokens: integer(row, "output"),
    costUsd: costOf(row),
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
