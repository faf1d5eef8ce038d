import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { BackendId, BeadId, OutcomeRow, PersonaId, ProjectId } from "@switchyard/core/protocol";
import { z } from "zod";
import { costOf, integer, readable, type Row } from "./row.ts";

export const OutcomeQuery = z.object({
  projectId: ProjectId.optional(),
  /** The first and the last day; both are within. */
  from: z.string().optional(),
  to: z.string().optional(),
});
export type OutcomeQuery = z.infer<typeof OutcomeQuery>;

/** A row before anybody has looked what became of its beads. */
export const Outcome = OutcomeRow.omit({ beads: true, beadsClosed: true, beadsUnknown: true }).extend({
  /** Each once. */
  workedOn: z.array(z.object({ projectId: ProjectId.nullable(), beadId: BeadId })),
});
export type Outcome = z.infer<typeof Outcome>;

/**
 * How the sessions of a persona on a backend went, also those that were deleted; what the most was spent on comes
 * first. Turns that never came to the agent are among them. It reads all turns there are, and so is no work for the
 * thread that serves.
 */
export function sumOutcomes(db: DatabaseSync, query: OutcomeQuery): Outcome[] {
  const parts = readable(db.prepare(BY_BEAD).all(valuesOf(query)), partOf);
  const groups = Map.groupBy(parts, ({ persona, backendId }) => `${persona} ${backendId}`);
  return [...groups.values()].map(summed).toSorted(byCost).slice(0, MOST_ROWS);
}

/** What is not asked for is null. */
function valuesOf({ projectId, from, to }: OutcomeQuery): Record<string, SQLInputValue> {
  return { projectId: projectId ?? null, from: from ?? null, to: to ?? null };
}

/** What the sessions on one bead, or on none, came to. */
type Part = Omit<Outcome, "workedOn"> & { readonly workedOn: Outcome["workedOn"][number] | null };

function partOf(row: Row): Part {
  const { project_id: project, bead_id: bead } = row;
  const projectId = project === null ? null : ProjectId.parse(project);
  return {
    persona: PersonaId.parse(row["persona"]),
    backendId: BackendId.parse(row["backend_id"]),
    sessions: integer(row, "sessions"),
    turns: integer(row, "turns"),
    failures: integer(row, "failures"),
    costUsd: costOf(row),
    turnsWithoutCost: integer(row, "unknown"),
    workedOn: bead === null ? null : { projectId, beadId: BeadId.parse(bead) },
  };
}

function summed(parts: readonly Part[]): Outcome {
  const sums = parts.reduce((sum, part) => ({
    ...sum,
    sessions: sum.sessions + part.sessions,
    turns: sum.turns + part.turns,
    failures: sum.failures + part.failures,
    costUsd: part.costUsd === null ? sum.costUsd : (sum.costUsd ?? 0) + part.costUsd,
    turnsWithoutCost: sum.turnsWithoutCost + part.turnsWithoutCost,
  }));
  return { ...sums, workedOn: parts.flatMap(({ workedOn }) => workedOn ?? []) };
}

function byCost(one: Outcome, other: Outcome): number {
  return (other.costUsd ?? UNKNOWN) - (one.costUsd ?? UNKNOWN) || other.turns - one.turns;
}

/** Behind those that cost nothing. */
const UNKNOWN = -1;
/** Of an answer. */
const MOST_ROWS = 1_000;

/** What a session is made of is the same in all its turns, and their table lies in the order of sessions. */
const BY_SESSION = `
  SELECT persona, backend_id, project_id, bead_id, count(*) AS turns, sum(has_failed) AS failures,
    sum(cost_usd) AS cost, sum(is_counted) - count(cost_usd) AS unknown
  FROM turn_usage
  WHERE persona IS NOT NULL AND (:projectId IS NULL OR project_id = :projectId)
    AND (:from IS NULL OR day >= :from) AND (:to IS NULL OR day <= :to)
  GROUP BY session_id`;

const BY_BEAD = `
  SELECT persona, backend_id, project_id, bead_id, count(*) AS sessions, sum(turns) AS turns,
    sum(failures) AS failures, sum(cost) AS cost, sum(unknown) AS unknown
  FROM (${BY_SESSION}) GROUP BY persona, backend_id, project_id, bead_id
  ORDER BY persona, backend_id`;
