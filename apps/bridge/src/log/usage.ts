import type { DatabaseSync } from "node:sqlite";
import type { AgentChunk, BeadId, ProjectId, SessionId, UsageSum } from "@switchyard/core/protocol";
import type { SessionRecord } from "../session/record.ts";
import { type Counted, countedOf, hasFailed } from "../usage/turn-cost.ts";
import { costOf, integer, type Row } from "./row.ts";
import type { Writer } from "./writer.ts";

/**
 * What each turn took, and how it went. It is written in one with the end of the turn in the log, so that no fault
 * comes between the two, and stays when its session is deleted.
 */
export interface UsageTable {
  /** What is to be written with a chunk of the session; undefined: nothing. */
  take(record: SessionRecord, chunk: AgentChunk): (() => void) | undefined;
  /** Of all the turns of a bead, also of those that are still to be stored. */
  ofBead(bead: BeadOfProject): Spent;
  /** Grows with each turn of a bead. */
  changes(): number;
  /** Of a session whose log was never whole. */
  forget(sessionId: SessionId): void;
}

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
    `SELECT sum(cost_usd) AS cost, count(*) - count(cost_usd) AS unknown FROM turn_usage
     WHERE bead_id = ? AND project_id IS ? AND is_counted`,
  );
  const drop = db.prepare("DELETE FROM turn_usage WHERE session_id = ?");
  const beads = new Map<string, Spent>();
  let changes = 0;

  function ofBead(bead: BeadOfProject): Spent {
    const key = beadKey(bead);
    const known = beads.get(key) ?? spentOf(selectBead.get(bead.beadId, bead.projectId) ?? {});
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
      const went = [persona, Number(hasFailed(chunk)), Number(counted !== null)];
      const row = [sessionId, chunk.turn, dayOf(chunk.at), ...whose, ...took, ...went];
      return () => void insert.run(...row);
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

function spentOf(row: Row): Spent {
  return { costUsd: costOf(row), turnsWithoutCost: integer(row, "unknown") };
}

const NOTHING: Counted = { inputTokens: 0, outputTokens: 0, costUsd: null };
