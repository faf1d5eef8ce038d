import type { Bead } from "@switchyard/core/protocol";
import { isRecord, withoutNulls } from "./raw.ts";
import { isOtherRecord, isTombstone, readBead } from "./record.ts";

export interface BeadLines {
  readonly beads: Bead[];
  /** What was wrong, by line number: the first 20. */
  readonly faults: string[];
  /** Whether git left a merge unfinished in the file; both sides' lines are read. */
  readonly hasConflict: boolean;
}

/** Reads `issues.jsonl`. A line that cannot be read loses itself alone; of two with one id the last one counts. */
export function readBeadLines(text: string): BeadLines {
  const beads = new Map<string, Bead | null>();
  const faults: string[] = [];
  let hasConflict = false;
  for (const [index, line] of text.split("\n").entries()) {
    const read = readLine(index === 0 ? line.replace(/^\uFEFF/, "") : line);
    if (read === null) continue;
    const fault = "fault" in read ? read.fault : beads.has(read.id) ? twice(read.id) : undefined;
    if (fault !== undefined && faults.length < MAX_FAULTS) faults.push(`Line ${index + 1}: ${fault}`);
    if ("fault" in read) hasConflict ||= read.isConflict;
    else beads.set(read.id, read.bead);
  }
  return { beads: [...beads.values()].filter((bead) => bead !== null), faults, hasConflict };
}

const MAX_FAULTS = 20;

function twice(id: string): string {
  return `${id.slice(0, 80)} is there once more; the last one counts.`;
}

/** `bead: null` is a tombstone, which takes an earlier line of its id away. */
type Line =
  | { readonly fault: string; readonly isConflict: boolean }
  | { readonly id: string; readonly bead: Bead | null };

function readLine(line: string): Line | null {
  if (line.trim() === "") return null;
  if (CONFLICT.test(line)) return { fault: "a conflict of git is not resolved.", isConflict: true };
  const raw = parsed(line);
  if (raw === undefined) return { fault: "not JSON.", isConflict: false };
  if (!isRecord(raw)) return { fault: "not an issue.", isConflict: false };
  const fields = withoutNulls(raw);
  if (isOtherRecord(fields)) return null;
  if (isTombstone(fields) && typeof fields["id"] === "string") return { id: fields["id"], bead: null };
  const bead = readBead(raw);
  if (bead === null) return { fault: "no usable id.", isConflict: false };
  return { id: bead.id, bead };
}

const CONFLICT = /^(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)/;

/** Undefined: not JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
