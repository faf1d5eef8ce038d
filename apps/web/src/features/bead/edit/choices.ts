import { type Beads, isClosed } from "@switchyard/beads";
import { beadWords as words } from "../../../words/bead-words.ts";
import { UNASKED } from "../bead-state.ts";

export interface Choice {
  readonly value: string;
  readonly label: string;
}

const STATUSES = ["open", "in_progress", "blocked", "deferred"];
const TYPES = ["task", "bug", "feature", "epic", "chore"];
const PRIORITIES = [0, 1, 2, 3, 4];

/** What a bead's status can be set to: the usual ones, and those of the project's own. Closing is an act of its own. */
export function statusChoices(beads: Beads): Choice[] {
  const own = beads.list
    .filter((bead) => !isClosed(bead) && !UNASKED.has(bead.status))
    .map((bead) => bead.status);
  return distinct([...STATUSES, ...own.toSorted()]).map((value) => ({
    value,
    label: words.ownStatus(value),
  }));
}

export function typeChoices(beads: Beads): Choice[] {
  const own = beads.list.map((bead) => bead.issue_type);
  return distinct([...TYPES, ...own.toSorted()]).map((value) => ({ value, label: words.typeName(value) }));
}

export const priorityChoices: readonly Choice[] = PRIORITIES.map((priority) => ({
  value: String(priority),
  label: `${words.priority(priority)} ${words.priorities[priority]}`,
}));

export function assigneesOf(beads: Beads): string[] {
  return byFrequency(beads.list.flatMap((bead) => bead.assignee ?? []));
}

export function labelsOf(beads: Beads): string[] {
  return byFrequency(beads.list.flatMap((bead) => bead.labels ?? []));
}

/** Each once, the most used first. */
function byFrequency(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== "") counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, many], [b, more]) => more - many || a.localeCompare(b))
    .map(([value]) => value);
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
