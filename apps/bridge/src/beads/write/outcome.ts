import type { Bead, BeadPatch } from "@switchyard/core/protocol";
import { readBead } from "@switchyard/beads";
import { notDone } from "./failures.ts";
import { fieldsOf, leftOf } from "./fields.ts";
import type { Slot } from "./slot.ts";
import type { Told } from "./told.ts";

export interface Wanted {
  readonly before: Bead;
  /** What the bead is to be. */
  readonly fields: BeadPatch;
  readonly told: Told;
}

/**
 * The bead once it is as wanted: by the record that was printed, where that says it all, else read anew.
 * @throws {SwitchyardError} BD_FAILED: it is not
 */
export async function outcome(slot: Slot, { before, fields, told }: Wanted): Promise<Bead> {
  const printed = told.fault === null ? recordIn(told, before) : null;
  const isTold = printed !== null && fields.parent === undefined;
  if (isTold && fieldsOf(leftOf({ before, now: printed }, fields)).length === 0) return slot.learn(printed);
  const now = await slot.reread(before.id, told);
  const left = leftOf({ before, now }, fields);
  const [field] = fieldsOf(left);
  if (field === undefined) return now;
  const isClosing = left.status === "closed";
  throw notDone({ program: slot.program, beadId: before.id, told, instead: differs(now, field), isClosing });
}

/** The whole record of a bead among those that were printed; edges and comments are told by reads alone. */
function recordIn(told: Told, before: Bead): Bead | null {
  const printed = told.rows.map((row) => readBead(row)).find((bead) => bead?.id === before.id);
  // Some print a few fields, of which none says that the others are empty.
  if (!printed || printed.created_at === undefined) return null;
  const { dependencies, comments, labels, comment_count, dependency_count, dependent_count } = before;
  const kept = { labels, dependencies, comments, comment_count, dependency_count, dependent_count };
  const there = Object.entries(kept).filter(([, value]) => value !== undefined);
  const { dependencies: _edges, dependents: _below, ...rest } = printed;
  return { ...Object.fromEntries(there), ...rest };
}

function differs(now: Bead, field: string): string {
  const value = Object.entries(now).find(([name]) => name === field)?.[1];
  const name = `the ${NAMES[field] ?? field} of ${now.id}`;
  if (value === undefined || value === "") return `${name} is empty`;
  const isShort = typeof value === "number" || (typeof value === "string" && value.length <= SHORT);
  return isShort ? `${name} is ${JSON.stringify(value)}` : `${name} is another`;
}

/** Of a value that is named in an error. */
const SHORT = 60;

const NAMES: Readonly<Record<string, string>> = {
  issue_type: "type",
  acceptance_criteria: "text of the acceptance criteria",
  notes: "text of the notes",
  labels: "list of labels",
  estimated_minutes: "estimate",
  due_at: "due date",
  defer_until: "date of deferral",
  external_ref: "external reference",
};

/** What several calls told, one after the other. */
export function joined(tolds: readonly Told[]): Told {
  const last = tolds.at(-1);
  if (last === undefined || tolds.length === 1) return last ?? NOTHING;
  return {
    // None of the records is the last word on all.
    rows: [],
    words: tolds.find(({ words }) => words !== "")?.words ?? "",
    lines: tolds.flatMap(({ lines }) => lines),
    failed: new Map(tolds.flatMap(({ failed }) => [...failed])),
    fault: last.fault,
  };
}

const NOTHING: Told = { rows: [], words: "", lines: [], failed: new Map(), fault: null };
