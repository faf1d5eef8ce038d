import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { BackendId, BeadId, type OutcomeRow, PersonaId, ProjectId } from "@switchyard/core/protocol";
import { integer, readable, type Row, text } from "./row.ts";
import type { BeadOfProject } from "./usage.ts";

/**
 * How the sessions of a persona on a backend went, also those that were deleted; what the most was spent on comes
 * first. Turns that never came to the agent are among them.
 */
export interface Outcomes {
  sums(query: OutcomeQuery): Outcome[];
}

export interface OutcomeQuery {
  readonly projectId?: ProjectId | undefined;
  /** The first and the last day; both are within. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface Outcome extends Omit<OutcomeRow, "beads" | "beadsClosed" | "beadsUnknown"> {
  /** Each once. */
  readonly workedOn: readonly BeadOfProject[];
}

export function makeOutcomes(db: DatabaseSync): Outcomes {
  return {
    sums(query) {
      const values = valuesOf(query);
      const beads = Map.groupBy(readable(db.prepare(BEADS).all(values), workedOn), keyOf);
      return readable(db.prepare(SUMS).all(values), summed).map((sum) => ({
        ...sum,
        workedOn: beads.get(keyOf(sum)) ?? [],
      }));
    },
  };
}

/** What is not asked for is null. */
function valuesOf({ projectId, from, to }: OutcomeQuery): Record<string, SQLInputValue> {
  return { projectId: projectId ?? null, from: from ?? null, to: to ?? null };
}

interface Whose {
  readonly persona: PersonaId;
  readonly backendId: BackendId;
}

function keyOf({ persona, backendId }: Whose): string {
  return `${persona} ${backendId}`;
}

function whose(row: Row): Whose {
  return {
    persona: PersonaId.parse(row["persona"]),
    backendId: BackendId.parse(row["backend_id"]),
  };
}

function summed(row: Row): Omit<Outcome, "workedOn"> {
  const cost = row["cost"];
  return {
    ...whose(row),
    sessions: integer(row, "sessions"),
    turns: integer(row, "turns"),
    failures: integer(row, "failures"),
    costUsd: typeof cost === "number" ? cost : null,
    turnsWithoutCost: integer(row, "unknown"),
  };
}

function workedOn(row: Row): Whose & BeadOfProject {
  const project = row["project_id"];
  return {
    ...whose(row),
    projectId: project === null ? null : ProjectId.parse(project),
    beadId: BeadId.parse(text(row, "bead_id")),
  };
}

/** Of an answer. */
const MOST_ROWS = 1_000;

const WHERE = `persona IS NOT NULL AND (:projectId IS NULL OR project_id = :projectId)
  AND (:from IS NULL OR day >= :from) AND (:to IS NULL OR day <= :to)`;

/** What a session is made of is the same in all its turns, and their table lies in the order of sessions. */
const BY_SESSION = `
  SELECT persona, backend_id, project_id, bead_id, count(*) AS turns, sum(has_failed) AS failures,
    sum(cost_usd) AS cost, sum(is_counted) - count(cost_usd) AS unknown
  FROM turn_usage WHERE ${WHERE} GROUP BY session_id`;

const SUMS = `
  SELECT persona, backend_id, count(*) AS sessions, sum(turns) AS turns, sum(failures) AS failures,
    sum(cost) AS cost, sum(unknown) AS unknown
  FROM (${BY_SESSION}) GROUP BY persona, backend_id
  ORDER BY cost DESC NULLS LAST, turns DESC, persona, backend_id LIMIT ${MOST_ROWS}`;

const BEADS = `
  SELECT DISTINCT persona, backend_id, project_id, bead_id FROM (${BY_SESSION}) WHERE bead_id IS NOT NULL`;
