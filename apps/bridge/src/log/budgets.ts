import type { DatabaseSync } from "node:sqlite";
import { BeadId, ProjectId } from "@switchyard/core/protocol";
import { readable, type Row, text } from "./row.ts";
import { beadKey, type BeadOfProject } from "./usage.ts";
import type { Writer } from "./writer.ts";

/** What may be spent on a bead and on all below it, in USD; that of a session is in its record. */
export interface BeadBudgets {
  /** Null: no budget. */
  get(bead: BeadOfProject): number | null;
  set(bead: BeadOfProject, limitUsd: number | null): void;
  /** The beads of a project that have one. */
  of(projectId: ProjectId): BeadId[];
}

export function makeBeadBudgets(db: DatabaseSync, writer: Writer): BeadBudgets {
  const upsert = db.prepare(
    "INSERT OR REPLACE INTO bead_budgets (project_id, bead_id, limit_usd) VALUES (?, ?, ?)",
  );
  const drop = db.prepare("DELETE FROM bead_budgets WHERE project_id = ? AND bead_id = ?");
  const rows = readable(db.prepare("SELECT * FROM bead_budgets").all(), readBudget);
  const limits = new Map(rows.map((budget) => [beadKey(budget.bead), budget]));

  return {
    get: (bead) => limits.get(beadKey(bead))?.limitUsd ?? null,
    of: (projectId) =>
      [...limits.values()].flatMap(({ bead }) => (bead.projectId === projectId ? bead.beadId : [])),
    set(bead, limitUsd) {
      const projectId = bead.projectId ?? "";
      if (limitUsd === null) {
        limits.delete(beadKey(bead));
        return writer.write(() => drop.run(projectId, bead.beadId));
      }
      limits.set(beadKey(bead), { bead, limitUsd });
      writer.write(() => upsert.run(projectId, bead.beadId, limitUsd));
    },
  };
}

function readBudget(row: Row): { bead: BeadOfProject; limitUsd: number } {
  const projectId = text(row, "project_id");
  const bead = {
    projectId: projectId === "" ? null : ProjectId.parse(projectId),
    beadId: BeadId.parse(text(row, "bead_id")),
  };
  const limitUsd = row["limit_usd"];
  if (typeof limitUsd !== "number") throw new Error("A budget is a number.");
  return { bead, limitUsd };
}
