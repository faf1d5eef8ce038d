import type { DatabaseSync } from "node:sqlite";
import { BeadId, ProjectId } from "@switchyard/core/protocol";
import { z } from "zod";
import { parseJson } from "../parse-json.ts";
import { readable, type Row, text } from "./row.ts";
import { beadKey, type BeadOfProject } from "./usage.ts";
import type { Writer } from "./writer.ts";

/**
 * Which beads stand above those that sessions worked on, as their tracker last told: what may be spent on an epic holds
 * also while no tracker can be read.
 */
export interface BeadLines {
  has(bead: BeadOfProject): boolean;
  /** The nearest first. */
  above(bead: BeadOfProject): readonly BeadId[];
  /** The bead itself, and all below it of which a line is kept. */
  within(bead: BeadOfProject): readonly BeadOfProject[];
  /** Those of a project that have a line: all that a session began on. */
  of(projectId: ProjectId): readonly BeadId[];
  set(bead: BeadOfProject, above: readonly BeadId[]): void;
  /** Grows with each line that is set. */
  changes(): number;
}

export function makeBeadLines(db: DatabaseSync, writer: Writer): BeadLines {
  const upsert = db.prepare(
    "INSERT OR REPLACE INTO bead_lines (project_id, bead_id, above) VALUES (?, ?, ?)",
  );
  const lines = new Map<string, Line>();
  /** By the key of each bead that stands above others: those below it. */
  const below = new Map<string, Set<Line>>();
  let changes = 0;
  for (const line of readable(db.prepare("SELECT * FROM bead_lines").all(), readLine)) keep(line);

  function keep(line: Line): void {
    const key = beadKey(line.bead);
    const before = lines.get(key);
    if (before !== undefined) for (const id of before.above) below.get(keyIn(line, id))?.delete(before);
    lines.set(key, line);
    for (const id of line.above) {
      const set = below.get(keyIn(line, id)) ?? new Set();
      below.set(keyIn(line, id), set.add(line));
    }
  }

  return {
    has: (bead) => lines.has(beadKey(bead)),
    above: (bead) => lines.get(beadKey(bead))?.above ?? [],
    within: (bead) => [bead, ...[...(below.get(beadKey(bead)) ?? [])].map((line) => line.bead)],
    of: (projectId) =>
      [...lines.values()].flatMap(({ bead }) => (bead.projectId === projectId ? bead.beadId : [])),
    changes: () => changes,
    set(bead, above) {
      changes += 1;
      keep({ bead, above });
      writer.write(() => upsert.run(bead.projectId ?? "", bead.beadId, JSON.stringify(above)));
    },
  };
}

interface Line {
  readonly bead: BeadOfProject;
  readonly above: readonly BeadId[];
}

function keyIn({ bead }: Line, beadId: BeadId): string {
  return beadKey({ projectId: bead.projectId, beadId });
}

function readLine(row: Row): Line {
  const projectId = text(row, "project_id");
  return {
    bead: {
      projectId: projectId === "" ? null : ProjectId.parse(projectId),
      beadId: BeadId.parse(text(row, "bead_id")),
    },
    above: Above.parse(parseJson(text(row, "above"))),
  };
}

const Above = z.array(BeadId);
