import type { Bead } from "@switchyard/core/protocol";
import { idsAbove } from "@switchyard/beads";
import { failed } from "./failures.ts";

type Beads = ReadonlyMap<string, Bead>;

/**
 * Refuses an edge by which a bead would wait for itself, by the names of those on the way; only edges by which one
 * waits make a circle. @throws {SwitchyardError} BD_FAILED, with `data.circle`
 */
export function refuseCircle(
  beads: Beads,
  beadId: string,
  edge: { dependsOnId: string; type: string },
): void {
  const { dependsOnId, type } = edge;
  if (beadId === dependsOnId) {
    throw failed(`${beadId} cannot depend on itself.`, { beadId, circle: [beadId] });
  }
  if (type === "parent-child") return refuseParent(beads, beadId, dependsOnId);
  if (!WAITS.has(type)) return;
  const circle = circleBy(beads, { beadId, dependsOnId }, WAITS);
  if (circle === null) return;
  const message = `${dependsOnId} already waits for ${beadId} (${circle.join(" → ")}): that would be a circle.`;
  throw failed(message, { beadId, circle });
}

const WAITS: ReadonlySet<string> = new Set(["blocks", "conditional-blocks"]);
/** Those that trackers let no circle come to be of, in any mixture. */
const NEVER_ROUND: ReadonlySet<string> = new Set([...WAITS, "parent-child", "waits-for"]);

/** The circle that an edge would close, the shortest, from the bead that is waited for; null: there is none. */
export function circleBy(
  beads: Beads,
  { beadId, dependsOnId }: { readonly beadId: string; readonly dependsOnId: string },
  types = NEVER_ROUND,
): string[] | null {
  const cameFrom = new Map<string, string | null>([[dependsOnId, null]]);
  // What is added while it is walked over is walked over too.
  for (const id of cameFrom.keys()) {
    if (id === beadId) return wayBack(cameFrom, id).toReversed();
    for (const { type, depends_on_id } of beads.get(id)?.dependencies ?? []) {
      if (types.has(type) && !cameFrom.has(depends_on_id)) cameFrom.set(depends_on_id, id);
    }
  }
  return null;
}

function wayBack(cameFrom: ReadonlyMap<string, string | null>, last: string): string[] {
  const way: string[] = [];
  for (let id: string | null = last; id !== null; id = cameFrom.get(id) ?? null) way.unshift(id);
  return way;
}

/** Refuses to put a bead below itself. @throws {SwitchyardError} BD_FAILED, with `data.circle` */
export function refuseParent(beads: Beads, beadId: string, parent: string): void {
  const above = [parent, ...idsAbove(parent, (id) => beads.get(id))];
  const at = above.indexOf(beadId);
  if (at === -1) return;
  const circle = above.slice(0, at + 1).toReversed();
  const message =
    at === 0
      ? `${beadId} cannot be its own parent.`
      : `${parent} is below ${beadId} (${circle.join(" → ")}): that would be a circle.`;
  throw failed(message, { beadId, circle });
}
