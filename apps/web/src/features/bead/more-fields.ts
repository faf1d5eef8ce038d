import { Bead } from "@switchyard/core/protocol";

/** The fields of a bead that this page has no place of their own for, with their values as text. */
export function moreFields(bead: Bead): { name: string; value: string }[] {
  return Object.entries(bead)
    .filter(([name, value]) => !SHOWN.has(name) && value !== undefined && value !== null && value !== "")
    .map(([name, value]) => ({ name, value: textOf(value) }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Shown elsewhere, or counted from what is. */
const SHOWN: ReadonlySet<string> = new Set(
  [
    ...Object.keys(Bead.shape),
    "parent",
    "dependency_count",
    "dependent_count",
    "notes_preview",
    "_type",
  ].filter((name) => !["metadata", "pinned", "ephemeral"].includes(name)),
);

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
