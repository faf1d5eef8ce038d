import type { Bead, BeadId, BeadPatch, BeadsPatch, NewBead } from "@switchyard/core/protocol";

/**
 * Changes of a tracker, each through its own program, one after the other, read back, and told to all before it
 * resolves. All throw {SwitchyardError} BD_NOT_FOUND (no program that may write), BD_FAILED (the program's own words),
 * BEAD_NOT_FOUND, TOO_LARGE.
 */
export interface TrackerWrites {
  /**
   * `metadata` is kept with it; where the tracker keeps none, `note` is a line of its notes.
   * @throws {SwitchyardError} BD_FAILED: with `data.beadId`, where the bead was made, but not all of it
   */
  create(bead: NewBead, extra?: CreateExtra): Promise<Bead>;
  /** @throws {SwitchyardError} BEAD_CHANGED: a field is not what `base` says, `data.bead` is what there is */
  update(beadId: BeadId, patch: BeadPatch, base?: BeadPatch): Promise<Bead>;
  updateMany(beadIds: readonly BeadId[], patch: BeadsPatch): Promise<ManyWritten>;
  close(beadId: BeadId, how: { reason?: string; force?: boolean }): Promise<Bead>;
  reopen(beadId: BeadId, reason?: string): Promise<Bead>;
  /** @throws {SwitchyardError} CLAIMED, with `data.assignee` */
  claim(beadId: BeadId): Promise<{ bead: Bead; assignee: string }>;
  addDependency(beadId: BeadId, dependsOnId: string, type: string): Promise<Bead>;
  removeDependency(beadId: BeadId, dependsOnId: string): Promise<Bead>;
  addLabel(beadId: BeadId, label: string): Promise<Bead>;
  removeLabel(beadId: BeadId, label: string): Promise<Bead>;
  comment(beadId: BeadId, text: string): Promise<Bead>;
  /**
   * Changes one key of a bead's metadata from what it holds now: nobody else's write comes between; the other keys
   * stay. @throws {SwitchyardError} NOT_SUPPORTED: this tracker keeps none
   */
  metadata(beadId: BeadId, key: string, change: (before: unknown) => unknown): Promise<Bead>;
}

export interface CreateExtra {
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly note?: string;
}

export interface ManyWritten {
  readonly done: BeadId[];
  readonly failed: { readonly beadId: BeadId; readonly message: string }[];
}
