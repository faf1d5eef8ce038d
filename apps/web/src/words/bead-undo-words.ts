import type { BeadPatch } from "@switchyard/core/protocol";
import { beadWords } from "./bead-words.ts";

const number = new Intl.NumberFormat("en");

/** What the page says of changes of beads that were made in it. */
export const beadUndoWords = {
  you: "You",
  beads: (ids: readonly string[]) =>
    ids.length === 1 ? (ids[0] ?? "") : `${number.format(ids.length)} beads`,
  /** What is different of a bead, or of several, now. */
  changed(bead: string, patch: BeadPatch): string {
    const [field, ...others] = Object.keys(patch);
    if (field === undefined || others.length > 0) return `${bead} changed`;
    if (patch.priority !== undefined)
      return `Priority of ${bead} is ${beadWords.priority(patch.priority)} now`;
    if (patch.status !== undefined)
      return `Status of ${bead} is ${beadWords.ownStatus(patch.status).toLowerCase()} now`;
    if (patch.issue_type !== undefined)
      return `Type of ${bead} is ${beadWords.typeName(patch.issue_type).toLowerCase()} now`;
    if (patch.assignee !== undefined) return assigned(bead, patch.assignee);
    if (patch.parent !== undefined) return moved(bead, patch.parent);
    return `${NAMES[field] ?? field} of ${bead} changed`;
  },
  closed: (bead: string) => `Closed ${bead}`,
  reopened: (bead: string) => `Reopened ${bead}`,
  claimed: (bead: string) => `Claimed ${bead}`,
  dependsOn: (bead: string, other: string) => `${bead} depends on ${other} now`,
  dependsNoMore: (bead: string, other: string) => `${bead} no longer depends on ${other}`,

  notUndone: (why: string) => `Not undone: ${why}`,
  changedSince: (bead: string) => `${bead} was changed meanwhile, and stays as it is.`,
  leftOut: (left: number, all: number, why: string) =>
    `${number.format(left)} of ${number.format(all)} beads could not be put back: ${why}`,
};

const NAMES: Readonly<Record<string, string>> = {
  title: "Title",
  description: "Description",
  design: "Design",
  acceptance_criteria: "Acceptance",
  notes: "Notes",
  estimated_minutes: "Estimate",
  due_at: "Due date",
  defer_until: "Deferral",
  external_ref: "External reference",
  labels: "Labels",
};

function assigned(bead: string, assignee: string | null): string {
  return assignee === null || assignee === ""
    ? `Nobody is assigned to ${bead} now`
    : `${bead} is assigned to ${assignee} now`;
}

function moved(bead: string, parent: string | null): string {
  return parent === null ? `${bead} stands by itself now` : `${bead} is part of ${parent} now`;
}
