import { Bead, ORIGIN_KEY, SESSIONS_KEY } from "@switchyard/core/protocol";

/** The fields of a bead that this page has no place of their own for, with their values as text. */
export function moreFields(bead: Bead): { name: string; value: string }[] {
  return Object.entries({ ...bead, metadata: ownMetadata(bead) })
    .filter(([name, value]) => !SHOWN.has(name) && value !== undefined && value !== null && value !== "")
    .map(([name, value]) => ({ name, value: textOf(value) }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Metadata without what is told by the list of sessions and the line of the origin. */
function ownMetadata(bead: Bead): Record<string, unknown> | undefined {
  const own = Object.entries(bead.metadata ?? {}).filter(
    ([key]) => key !== ORIGIN_KEY && key !== SESSIONS_KEY,
  );
  return own.length === 0 ? undefined : Object.fromEntries(own);
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
