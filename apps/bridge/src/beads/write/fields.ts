import { isDeepStrictEqual } from "node:util";
import type { Bead, BeadPatch } from "@switchyard/core/protocol";

/** Of a patch what a bead is not already. */
export function unlike(bead: Bead, patch: BeadPatch): BeadPatch {
  const isUnlike = ([field]: [string, unknown]): boolean => !isAlike(bead, patch, field);
  return Object.fromEntries(Object.entries(patch).filter(isUnlike));
}

/** What of a patch is not done yet. Of the labels those alone count that it adds or takes: others add theirs meanwhile. */
export function leftOf({ before, now }: { before: Bead; now: Bead }, patch: BeadPatch): BeadPatch {
  if (patch.labels === undefined) return unlike(now, patch);
  const [had, wanted] = [before.labels ?? [], patch.labels];
  const kept = (now.labels ?? []).filter((label) => !had.includes(label) || wanted.includes(label));
  const labels = [...kept, ...wanted.filter((label) => !had.includes(label))];
  return unlike(now, { ...patch, labels });
}

export function fieldsOf(patch: BeadPatch): string[] {
  return Object.entries(patch).flatMap(([field, value]) => (value === undefined ? [] : [field]));
}

/** Whether a field is what the patch says, as the tracker keeps it: texts trimmed, times in whole seconds. */
export function isAlike(bead: Bead, patch: BeadPatch, field: string): boolean {
  switch (field) {
    case "labels":
      return isSameSet(bead.labels ?? [], patch.labels ?? []);
    case "parent":
      return isChildOf(bead, patch.parent ?? null);
    case "due_at":
    case "defer_until":
      return isSameTime(bead[field], patch[field] ?? null);
    case "priority":
      return bead.priority === patch.priority;
    case "estimated_minutes":
      return (bead.estimated_minutes ?? 0) === (patch.estimated_minutes ?? 0);
    case "title":
    case "status":
    case "issue_type":
    case "description":
    case "design":
    case "acceptance_criteria":
    case "notes":
    case "assignee":
    case "external_ref":
      return plain(bead[field]) === plain(patch[field]);
    default:
      return true;
  }
}

function plain(text: string | null | undefined): string {
  return (text ?? "").replaceAll("\r\n", "\n").trim();
}

export function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  const sorted = [left, right].map((each) => [...new Set(each.map((one) => one.trim()))].toSorted());
  return isDeepStrictEqual(sorted[0], sorted[1]);
}

export function parentsOf(bead: Bead): string[] {
  return (bead.dependencies ?? [])
    .filter(({ type }) => type === "parent-child")
    .map(({ depends_on_id }) => depends_on_id);
}

function isChildOf(bead: Bead, parent: string | null): boolean {
  const parents = parentsOf(bead);
  return parent === null ? parents.length === 0 : parents.includes(parent);
}

/** A day is that day wherever the tracker counts from. */
function isSameTime(kept: string | undefined, wanted: string | null): boolean {
  const time = kept === undefined || kept.startsWith("0001-") ? Number.NaN : Date.parse(kept);
  if (wanted === null) return Number.isNaN(time);
  if (wanted.length > DAY_LENGTH) return Math.floor(time / 1000) === Math.floor(Date.parse(wanted) / 1000);
  const from = Date.parse(wanted);
  return (
    kept?.startsWith(wanted) === true || (time >= from - FURTHEST_MS && time < from + DAY_MS + FURTHEST_MS)
  );
}

const DAY_LENGTH = "2026-11-26".length;
const DAY_MS = 24 * 3_600_000;
/** Of a place's clock from UTC. */
const FURTHEST_MS = 14 * 3_600_000;
