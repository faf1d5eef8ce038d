import type { Beads } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import { beadWords as words } from "../../words/bead-words.ts";

/** Beads that one bead hangs together with in one way. */
export interface Related {
  readonly label: string;
  readonly others: readonly RelatedBead[];
}

export interface RelatedBead {
  readonly id: string;
  /** Undefined: its id is all that this project knows of it. */
  readonly bead: Bead | undefined;
  /** Which of the two depends on the other: the bead itself ("out"), or the other one. */
  readonly way: "out" | "in";
}

/** All edges of a bead, both ways, by type; of its parents those that the tree does not show it under. */
export function relatedTo(bead: Bead, beads: Beads): Related[] {
  const parent = beads.parentOf(bead.id)?.id;
  const outward = (bead.dependencies ?? [])
    .filter((edge) => edge.issue_id === bead.id && edge.depends_on_id !== bead.id)
    .filter((edge) => edge.type !== "parent-child" || edge.depends_on_id !== parent)
    .map((edge) => ({ label: labelOf(edge.type, "out"), id: edge.depends_on_id, way: "out" as const }));
  const inward = beads.list.flatMap((other) =>
    (other.dependencies ?? [])
      .filter((edge) => edge.depends_on_id === bead.id && edge.issue_id === other.id && other.id !== bead.id)
      .filter((edge) => edge.type !== "parent-child" || beads.parentOf(other.id)?.id !== bead.id)
      .map((edge) => ({ label: labelOf(edge.type, "in"), id: other.id as string, way: "in" as const })),
  );
  const groups = Map.groupBy([...outward, ...inward], (one) => one.label);
  return [...groups]
    .map(([label, members]) => ({
      label,
      others: [...new Map(members.map((member) => [member.id, member.way]))].map(([id, way]) => ({
        id,
        way,
        bead: beads.get(id),
      })),
    }))
    .toSorted((a, b) => rank(a.label) - rank(b.label));
}

function labelOf(type: string, way: "out" | "in"): string {
  const known = Object.hasOwn(words.edges, type) ? words.edges[type] : undefined;
  return known?.[way] ?? words.otherEdge(type, way === "in");
}

/** What holds work up stands first, then what it holds up. */
function rank(label: string): number {
  const at = FIRST.indexOf(label);
  return at < 0 ? FIRST.length : at;
}

const FIRST = ["blocks", "conditional-blocks", "waits-for"].flatMap((type) => [
  labelOf(type, "out"),
  labelOf(type, "in"),
]);
