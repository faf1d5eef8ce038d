import { SwitchyardError } from "@switchyard/core/protocol";
import type { TrackerWrites } from "../writing.ts";
import { claim } from "./claim.ts";
import { close, reopen } from "./close.ts";
import { comment } from "./comment.ts";
import { create } from "./create.ts";
import { addDependency, removeDependency } from "./links.ts";
import { updateMany } from "./many.ts";
import { metadata } from "./metadata.ts";
import type { Slot } from "./slot.ts";
import type { Turn } from "./turns.ts";
import { addLabel, removeLabel, update } from "./update.ts";

export interface WritesOptions {
  /** Finds the tracker that the project has now, and with what it is changed. */
  readonly prepare: () => Promise<Turn>;
  /** Reads all, unless it is known. */
  readonly read: () => Promise<unknown>;
}

export function makeWrites({ prepare, read }: WritesOptions): TrackerWrites {
  /** Settles when the last that was asked for waits in its place: none overtakes another. */
  let placed: Promise<unknown> = Promise.resolve();

  function take<T>(work: (slot: Slot) => Promise<T>, before = prepare): Promise<T> {
    const turn = placed.then(before);
    placed = turn.catch(() => undefined);
    return turn.then((mine) => mine.take(work));
  }

  /** For what asks how beads hang together. A tracker that cannot be read says so itself when it is written. */
  function knowing<T>(work: (slot: Slot) => Promise<T>): Promise<T> {
    return take(work, async () => {
      await read().catch((error: unknown) => {
        if (!(error instanceof SwitchyardError)) throw error;
      });
      return prepare();
    });
  }

  return {
    create: (bead, extra) => knowing((slot) => create(slot, bead, extra)),
    update(beadId, patch, base) {
      const work = (slot: Slot) => update(slot, { beadId, patch, base });
      return patch.parent === undefined ? take(work) : knowing(work);
    },
    updateMany: (beadIds, patch) => take((slot) => updateMany(slot, beadIds, patch)),
    close: (beadId, how) => take((slot) => close(slot, beadId, how)),
    reopen: (beadId, reason) => take((slot) => reopen(slot, beadId, reason)),
    claim: (beadId) => take((slot) => claim(slot, beadId)),
    addDependency: (beadId, dependsOnId, type) =>
      knowing((slot) => addDependency(slot, beadId, { dependsOnId, type })),
    removeDependency: (beadId, dependsOnId) => knowing((slot) => removeDependency(slot, beadId, dependsOnId)),
    addLabel: (beadId, label) => take((slot) => addLabel(slot, beadId, label)),
    removeLabel: (beadId, label) => take((slot) => removeLabel(slot, beadId, label)),
    comment: (beadId, text) => take((slot) => comment(slot, beadId, text)),
    metadata: (beadId, key, change) => take((slot) => metadata(slot, beadId, { key, change })),
  };
}
