import type { Bead } from "@switchyard/core/protocol";

/** The types of edges by which one bead holds another up. */
export const BLOCKING: ReadonlySet<string> = new Set(["blocks", "conditional-blocks"]);

/** What it is blocked by, each once and never itself; some may be gone, or in another project. */
export function blockingIdsOf(bead: Bead): readonly string[] {
  return targetsOf(bead, (type) => BLOCKING.has(type));
}

/** Whose child it says it is, in the order of its edges; some may be gone. */
export function parentIdsOf(bead: Bead): readonly string[] {
  return targetsOf(bead, (type) => type === "parent-child");
}

/** An edge in a bead's list is that bead's, whatever its `issue_id`. */
function targetsOf(bead: Bead, isWanted: (type: string) => boolean): readonly string[] {
  let targets: string[] | undefined;
  for (const { type, depends_on_id: target } of bead.dependencies ?? NO_EDGES) {
    if (!isWanted(type) || target === bead.id) continue;
    if (targets === undefined) targets = [target];
    else targets.push(target);
  }
  if (targets === undefined) return NONE;
  return targets.length === 1 ? targets : [...new Set(targets)];
}

// Most have no edge or one: over thousands of them, an array for each is felt.
const NO_EDGES: NonNullable<Bead["dependencies"]> = [];
const NONE: readonly string[] = [];
