import type { Bead } from "@switchyard/core/protocol";

/** The types of edges by which one bead holds another up. */
export const BLOCKING: ReadonlySet<string> = new Set(["blocks", "conditional-blocks"]);

/** What it is blocked by, each once and never itself; some may be gone, or in another project. */
export function blockingIdsOf(bead: Bead): string[] {
  return targetsOf(bead, (type) => BLOCKING.has(type));
}

/** Whose child it says it is, in the order of its edges; some may be gone. */
export function parentIdsOf(bead: Bead): string[] {
  return targetsOf(bead, (type) => type === "parent-child");
}

/** An edge in a bead's list is that bead's, whatever its `issue_id`. */
function targetsOf(bead: Bead, isWanted: (type: string) => boolean): string[] {
  const edges = bead.dependencies ?? [];
  if (edges.length === 0) return [];
  const targets = edges.filter(({ type, depends_on_id }) => isWanted(type) && depends_on_id !== bead.id);
  return targets.length < 2
    ? targets.map((edge) => edge.depends_on_id)
    : [...new Set(targets.map((edge) => edge.depends_on_id))];
}
