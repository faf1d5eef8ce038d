import type {
  Bead,
  BeadId,
  BeadOrigin,
  BeadPatch,
  BeadsPatch,
  NewBead,
  ProjectId,
} from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";

export interface BeadRef {
  readonly projectId: ProjectId;
  readonly beadId: BeadId;
}

/** What a change came to: the bead as it was read back, or why it was refused and taken back. */
export type Written =
  | { readonly isDone: true; readonly bead: Bead }
  | { readonly isDone: false; readonly error: WireError };

export interface ManyWritten {
  readonly done: readonly BeadId[];
  readonly failed: readonly { readonly beadId: BeadId; readonly message: string }[];
}

/**
 * Changes of beads. What the user did shows at once wherever the bead is shown, and is taken back where the tracker
 * refuses it; what can be undone is offered to be. None of these rejects.
 */
export interface BeadEdits {
  /** `base`: what the fields were when they were edited. */
  update(ref: BeadRef, patch: BeadPatch, base?: BeadPatch): Promise<Written>;
  /** The same for several; a call that failed as a whole is an error. */
  updateMany(
    projectId: ProjectId,
    beadIds: readonly BeadId[],
    patch: BeadsPatch,
  ): Promise<ManyWritten | WireError>;
  create(projectId: ProjectId, bead: NewBead, origin?: BeadOrigin): Promise<Written>;
  close(ref: BeadRef, how?: { reason?: string; force?: boolean }): Promise<Written>;
  reopen(ref: BeadRef, reason?: string): Promise<Written>;
  claim(ref: BeadRef): Promise<Written>;
  addDependency(ref: BeadRef, dependsOnId: string, type?: string): Promise<Written>;
  removeDependency(ref: BeadRef, dependsOnId: string): Promise<Written>;
  addComment(ref: BeadRef, text: string): Promise<Written>;
  /** Why the beads of a project cannot be changed, as a sentence; null: they can, as far as is known. */
  readOnlyWhy(projectId: ProjectId): string | null;
}

export function createBeadEdits(wire: Wire): BeadEdits {
  async function written(work: Promise<{ bead: Bead }>): Promise<Written> {
    try {
      return { isDone: true, bead: (await work).bead };
    } catch (thrown) {
      return { isDone: false, error: toWireError(thrown) };
    }
  }
  const given = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
    value === undefined ? {} : ({ [key]: value } as Record<K, V>);

  return {
    update: (ref, patch, base) => written(wire.call("updateBead", { ...ref, patch, ...given("base", base) })),
    async updateMany(projectId, beadIds, patch) {
      try {
        return await wire.call("updateBeads", { projectId, beadIds: [...beadIds], patch });
      } catch (thrown) {
        return toWireError(thrown);
      }
    },
    create: (projectId, bead, origin) =>
      written(wire.call("createBead", { projectId, bead, writeId: uuid(), ...given("origin", origin) })),
    close: (ref, how = {}) => written(wire.call("closeBead", { ...ref, ...how })),
    reopen: (ref, reason) => written(wire.call("reopenBead", { ...ref, ...given("reason", reason) })),
    claim: (ref) => written(wire.call("claimBead", ref)),
    addDependency: (ref, dependsOnId, type) =>
      written(wire.call("addDependency", { ...ref, dependsOnId, ...given("type", type) })),
    removeDependency: (ref, dependsOnId) => written(wire.call("removeDependency", { ...ref, dependsOnId })),
    addComment: (ref, text) => written(wire.call("addComment", { ...ref, text, writeId: uuid() })),
    readOnlyWhy: () => null,
  };
}
