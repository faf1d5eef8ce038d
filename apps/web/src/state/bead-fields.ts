import { Bead, BeadPatch, LONG_BEAD_TEXTS } from "@switchyard/core/protocol";
import { isEmpty } from "./bead-values.ts";

/** The bead with what a patch says; null and empty texts empty their field. `at`: when, as RFC 3339. */
export function withPatch(bead: Bead, patch: BeadPatch, at: string): Bead {
  const { parent, ...fields } = patch;
  const moved = parent === undefined ? bead : withParent(bead, parent);
  return changed(moved, { ...fields, ...timesOf(bead, patch.status, at) });
}

/** The bead with these fields; what is null, undefined or an empty text is taken out. */
export function changed(bead: Bead, values: Readonly<Record<string, unknown>>): Bead {
  const all = Object.entries({ ...bead, ...values });
  return Bead.parse(Object.fromEntries(all.filter(([, value]) => !isEmpty(value))));
}

/** What a bead has of fields, as a patch that would give it them; undefined: it has what no patch can say. */
export function valuesOf(bead: Bead, fields: readonly string[]): BeadPatch | undefined {
  const values = fields.map((field) => [field, valueOf(bead, field)] as const);
  return BeadPatch.safeParse(Object.fromEntries(values)).data;
}

/** Whether a field is only read with the whole bead. */
export function isLongText(field: string): boolean {
  return LONG_BEAD_TEXTS.some((text) => text === field);
}

/** Whose child it says it is first. */
export function parentIdOf(bead: Bead): string | null {
  const edge = bead.dependencies?.find(({ type }) => type === PARENT);
  if (edge !== undefined) return edge.depends_on_id;
  return typeof bead["parent"] === "string" ? bead["parent"] : null;
}

const PARENT = "parent-child";

function withParent(bead: Bead, parent: string | null): Bead {
  const others = (bead.dependencies ?? []).filter(({ type }) => type !== PARENT);
  const own =
    parent === null || parent === "" ? [] : [{ issue_id: bead.id, depends_on_id: parent, type: PARENT }];
  return changed(bead, { parent, dependencies: [...others, ...own] });
}

/** The times that a tracker keeps with a status. */
function timesOf(bead: Bead, status: string | undefined, at: string): Record<string, unknown> {
  if (status === undefined || status === bead.status) return {};
  if (status === "closed") return { closed_at: at };
  const started = status === "in_progress" ? { started_at: bead.started_at ?? at } : {};
  return { closed_at: null, close_reason: null, ...started };
}

function valueOf(bead: Bead, field: string): unknown {
  if (field === "parent") return parentIdOf(bead);
  if (field === "labels") return bead.labels ?? [];
  return bead[field] ?? null;
}
