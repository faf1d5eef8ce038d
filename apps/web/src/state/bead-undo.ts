import {
  type Bead,
  type BeadId,
  BeadPatch,
  type BeadsPatch,
  type ProjectId,
} from "@switchyard/core/protocol";
import { toast } from "../ui/toast.ts";
import { offerUndo } from "../ui/undo.ts";
import { WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import { beadUndoWords as words } from "../words/bead-undo-words.ts";
import type { BeadRef, ManyWritten, UndoableWrites, Written } from "./bead-edits.ts";
import { isLongText, valuesOf } from "./bead-fields.ts";
import { isSameValue } from "./bead-values.ts";
import { createBeadWrites } from "./bead-writes.ts";
import type { BeadsState } from "./beads.ts";

/** The changes of beads; those that can be taken back offer it when they are done, and take back nothing but themselves. */
export function createUndoableWrites(wire: Wire, beads: BeadsState): UndoableWrites {
  const writes = createBeadWrites(wire, beads);
  const beadOf = ({ projectId, beadId }: BeadRef) => beads.of(projectId).relations().get(beadId);

  /** Gives fields what they had, as long as they have what the change gave them. */
  const putBack =
    (ref: BeadRef, before: BeadPatch) =>
    (bead: Bead): Promise<Written> => {
      const base = valuesOf(bead, Object.keys(before));
      return writes.update(ref, before, base);
    };

  return {
    ...writes,

    async update(ref: BeadRef, patch: BeadPatch, base?: BeadPatch): Promise<Written> {
      const before = valuesBefore(beadOf(ref), patch, base);
      const written = await writes.update(ref, patch, base);
      return before === undefined
        ? written
        : offered(written, { ref, text: words.changed(ref.beadId, patch), undo: putBack(ref, before) });
    },

    async updateMany(
      projectId: ProjectId,
      beadIds: readonly BeadId[],
      patch: BeadsPatch,
    ): Promise<ManyWritten | WireError> {
      const before = new Map(beadIds.map((beadId) => [beadId, beadOf({ projectId, beadId })]));
      const came = await writes.updateMany(projectId, beadIds, patch);
      if (came instanceof WireError) return came;
      const inverses = came.done.flatMap((beadId) => inverseOf(beadId, before.get(beadId), patch) ?? []);
      if (inverses.length === 0) return came;
      const { addLabels = [], removeLabels = [], ...fields } = patch;
      const named = addLabels.length + removeLabels.length > 0 ? { ...fields, labels: [] } : fields;
      offerUndo(words.changed(words.beads(inverses.map(({ beadId }) => beadId)), named), {
        undo: () => void putAllBack(projectId, inverses, patch),
      });
      return came;
    },

    async close(ref: BeadRef, how?: { reason?: string; force?: boolean }): Promise<Written> {
      const before = beadOf(ref);
      const written = await writes.close(ref, how);
      if (before === undefined || before.status === "closed") return written;
      const undo = putBack(ref, { status: before.status });
      return offered(written, { ref, text: words.closed(ref.beadId), undo });
    },

    async reopen(ref: BeadRef, reason?: string): Promise<Written> {
      const before = beadOf(ref);
      const written = await writes.reopen(ref, reason);
      if (before?.status !== "closed") return written;
      const undo = (bead: Bead): Promise<Written> => {
        if (beadOf(ref)?.status !== bead.status) return Promise.resolve(changedSince(ref));
        const { close_reason: old } = before;
        return writes.close(ref, old === undefined ? {} : { reason: old });
      };
      return offered(written, { ref, text: words.reopened(ref.beadId), undo });
    },

    async claim(ref: BeadRef): Promise<Written> {
      const outline = beadOf(ref);
      const before = outline === undefined ? undefined : valuesOf(outline, ["assignee", "status"]);
      const written = await writes.claim(ref);
      if (before === undefined) return written;
      const isNew = written.isDone && written.bead.assignee !== before.assignee;
      return isNew
        ? offered(written, { ref, text: words.claimed(ref.beadId), undo: putBack(ref, before) })
        : written;
    },

    async addDependency(ref: BeadRef, dependsOnId: string, type?: string): Promise<Written> {
      const before = edgesTo(beadOf(ref), dependsOnId);
      const written = await writes.addDependency(ref, dependsOnId, type);
      if (before === undefined || before.length > 0) return written;
      const undo = () => writes.removeDependency(ref, dependsOnId);
      return offered(written, { ref, text: words.dependsOn(ref.beadId, dependsOnId), undo });
    },

    async removeDependency(ref: BeadRef, dependsOnId: string): Promise<Written> {
      const [edge] = edgesTo(beadOf(ref), dependsOnId) ?? [];
      const written = await writes.removeDependency(ref, dependsOnId);
      if (edge === undefined) return written;
      const undo = () => writes.addDependency(ref, dependsOnId, edge.type);
      return offered(written, { ref, text: words.dependsNoMore(ref.beadId, dependsOnId), undo });
    },
  };

  async function putAllBack(
    projectId: ProjectId,
    inverses: readonly Inverse[],
    patch: BeadsPatch,
  ): Promise<void> {
    const isStill = ({ beadId }: Inverse) => isAsPatched(beadOf({ projectId, beadId }), patch);
    const still = inverses.filter(isStill);
    const changed = inverses.filter((inverse) => !isStill(inverse)).map(({ beadId }) => beadId);
    const groups = [...Map.groupBy(still, (inverse) => JSON.stringify(inverse.patch)).values()];
    const failures = await Promise.all(
      groups.map(async (group): Promise<{ count: number; why: string }> => {
        const beadIds = group.map(({ beadId }) => beadId);
        const came = await writes.updateMany(projectId, beadIds, group[0]?.patch ?? {});
        if (came instanceof WireError) return { count: beadIds.length, why: came.message };
        return { count: came.failed.length, why: came.failed[0]?.message ?? "" };
      }),
    );
    const since = { count: changed.length, why: words.changedSince(words.beads(changed)) };
    const failed = [...failures, since].filter(({ count }) => count > 0);
    if (failed.length === 0) return;
    const count = failed.reduce((sum, failure) => sum + failure.count, 0);
    toast(words.leftOut(count, inverses.length, failed[0]?.why ?? ""));
  }
}

/** Where it was done: offers to undo it, and says why it could not be. */
function offered(
  written: Written,
  { ref, text, undo }: { ref: BeadRef; text: string; undo: (bead: Bead) => Promise<Written> },
): Written {
  if (!written.isDone) return written;
  const run = async () => {
    const came = await undo(written.bead);
    if (came.isDone) return;
    const isChanged = came.error.code === "BEAD_CHANGED";
    toast(words.notUndone(isChanged ? words.changedSince(ref.beadId) : came.error.message));
  };
  offerUndo(text, { undo: () => void run() });
  return written;
}

function changedSince({ beadId }: BeadRef): Written {
  return { isDone: false, error: new WireError("BEAD_CHANGED", words.changedSince(beadId)) };
}

/** What the patched fields were; undefined where that is not known, can't be put back, or nothing is different. */
function valuesBefore(bead: Bead | undefined, patch: BeadPatch, base: BeadPatch = {}): BeadPatch | undefined {
  const told = new Map<string, unknown>(Object.entries(base));
  const fields = Object.keys(patch);
  const unknown = fields.filter((field) => !told.has(field));
  if (unknown.length > 0 && (bead === undefined || unknown.some(isLongText))) return undefined;
  // A patch names one parent: of several, the others could not be put back.
  if (patch.parent !== undefined && bead !== undefined && parentsOf(bead).length > 1) return undefined;
  const known = bead === undefined ? {} : valuesOf(bead, unknown);
  if (known === undefined) return undefined;
  const values = new Map<string, unknown>([...told, ...Object.entries(known)]);
  const isDifferent = Object.entries(patch).some(([field, value]) => !isSameValue(values.get(field), value));
  if (!isDifferent) return undefined;
  return BeadPatch.safeParse(Object.fromEntries(fields.map((field) => [field, values.get(field)]))).data;
}

function parentsOf(bead: Bead) {
  return (bead.dependencies ?? []).filter(({ type }) => type === "parent-child");
}

interface Inverse {
  readonly beadId: BeadId;
  readonly patch: BeadsPatch;
}

/** What gives one of several beads back what it had; undefined: that is not known, or nothing was different. */
function inverseOf(beadId: BeadId, bead: Bead | undefined, patch: BeadsPatch): Inverse | undefined {
  if (bead === undefined) return undefined;
  const { addLabels = [], removeLabels = [], ...fields } = patch;
  const had = bead.labels ?? [];
  const before = valuesBefore(bead, fields);
  const added = removeLabels.filter((label) => had.includes(label));
  const removed = addLabels.filter((label) => !had.includes(label));
  if (before === undefined && added.length + removed.length === 0) return undefined;
  const { status, priority, assignee } = before ?? {};
  return {
    beadId,
    patch: {
      ...(status !== undefined && { status }),
      ...(priority !== undefined && { priority }),
      ...(assignee !== undefined && { assignee }),
      ...(added.length > 0 && { addLabels: added }),
      ...(removed.length > 0 && { removeLabels: removed }),
    },
  };
}

/** Whether a bead still is as a change of several made it. */
function isAsPatched(bead: Bead | undefined, patch: BeadsPatch): boolean {
  if (bead === undefined) return false;
  const { addLabels = [], removeLabels = [], ...fields } = patch;
  const labels = bead.labels ?? [];
  return (
    Object.entries(fields).every(([field, value]) => isSameValue(bead[field], value)) &&
    addLabels.every((label) => labels.includes(label)) &&
    !removeLabels.some((label) => labels.includes(label))
  );
}

function edgesTo(bead: Bead | undefined, dependsOnId: string): Bead["dependencies"] {
  if (bead === undefined) return undefined;
  return (bead.dependencies ?? []).filter((edge) => edge.depends_on_id === dependsOnId);
}
