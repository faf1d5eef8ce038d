import type { Bead, BeadId } from "@switchyard/core/protocol";
import { circleBy, refuseCircle } from "./circle.ts";
import { failed, notDone } from "./failures.ts";
import { argument } from "./flags.ts";
import { needBeads, type Slot } from "./slot.ts";

export interface Edge {
  readonly dependsOnId: string;
  readonly type: string;
}

/** @throws {SwitchyardError} BEAD_NOT_FOUND, BD_FAILED: with `data.circle`, where it would close one */
export async function addDependency(slot: Slot, beadId: BeadId, edge: Edge): Promise<Bead> {
  const { dependsOnId, type } = edge;
  const before = await slot.show(beadId);
  if (has(before, edge)) return before;
  refuseCircle(slot.beads, beadId, edge);
  await needBeads(slot, [dependsOnId]);
  const told = await slot.tell(["dep", "add", beadId, dependsOnId, argument("type", type), "--json"]);
  const now = await slot.reread(beadId, told);
  if (has(now, edge)) return now;
  const isTold = told.fault === null && told.rows.length > 0;
  if (isTold && !slot.beads.has(dependsOnId)) return slot.learn(withEdge(now, edge));
  const circle = /cycle/i.test(told.words) ? circleBy(slot.beads, { beadId, dependsOnId }) : null;
  if (circle !== null) throw failed(`${told.words} (${circle.join(" → ")})`, { beadId, circle });
  const instead = `${beadId} does not depend on ${dependsOnId}`;
  throw notDone({ program: slot.program, beadId, told, instead });
}

/** @throws {SwitchyardError} BEAD_NOT_FOUND, BD_FAILED */
export async function removeDependency(slot: Slot, beadId: BeadId, dependsOnId: string): Promise<Bead> {
  const before = await slot.show(beadId);
  if (!has(before, { dependsOnId }) || dependsOnId.startsWith("-")) return before;
  // Its program could take one of these for it.
  if (targetsOf(before).some((id) => id !== dependsOnId && id.includes(dependsOnId)))
    await needBeads(slot, [dependsOnId]);
  const told = await slot.tell(["dep", "remove", beadId, dependsOnId, "--json"]);
  const now = await slot.reread(beadId, told);
  // What is in no list is not in what is shown either.
  if (told.fault === null && told.rows.length > 0 && !slot.beads.has(dependsOnId)) {
    return slot.learn(withoutEdge(now, dependsOnId));
  }
  if (!has(now, { dependsOnId })) return now;
  const instead = `${beadId} still depends on ${dependsOnId}`;
  throw notDone({ program: slot.program, beadId, told, instead });
}

function targetsOf({ dependencies = [] }: Bead): string[] {
  return dependencies.map((edge) => edge.depends_on_id);
}

function has(bead: Bead, { dependsOnId, type }: { dependsOnId: string; type?: string }): boolean {
  return (bead.dependencies ?? []).some(
    (edge) => edge.depends_on_id === dependsOnId && (type === undefined || edge.type === type),
  );
}

function withEdge(bead: Bead, { dependsOnId, type }: Edge): Bead {
  const edge = { issue_id: bead.id, depends_on_id: dependsOnId, type };
  return { ...bead, dependencies: [...(bead.dependencies ?? []), edge] };
}

function withoutEdge(bead: Bead, dependsOnId: string): Bead {
  const left = (bead.dependencies ?? []).filter((edge) => edge.depends_on_id !== dependsOnId);
  return { ...bead, dependencies: left };
}
