import type { Bead, BeadId, TrackerState } from "@switchyard/core/protocol";
import type { TrackerWrites } from "./writing.ts";

/** What a project's tracker held when it was last read. */
export interface Reading {
  /** Whole records, in the tracker's order; no tombstones. */
  readonly beads: readonly Bead[];
  readonly state: TrackerState;
  /** From 1; grows by one with every change of beads or state. */
  readonly revision: number;
}

export interface BeadsChange {
  /** The revision that it changes; 0: nothing could be read before. */
  readonly from: number;
  readonly reading: Reading;
  /** New and changed ones; empty where only the state has changed. */
  readonly changed: readonly Bead[];
  readonly removed: readonly BeadId[];
  /** Those of `changed` whose long texts or comments differ. */
  readonly texts: readonly BeadId[];
}

export interface Tracker {
  /**
   * What is there: from memory while it is watched and nothing is known to have changed, else read anew. A fault of
   * the tracker's is told by the state (`failed`) once anything was read.
   * @throws {SwitchyardError} BD_FAILED, FOLDER_NOT_FOUND: nothing was ever read
   */
  read(options?: { refresh?: boolean }): Promise<Reading>;
  /** What was last read; null: nothing yet. */
  current(): Reading | null;
  /**
   * One bead whole, with its comments.
   * @throws {SwitchyardError} BEAD_NOT_FOUND, BD_FAILED, FOLDER_NOT_FOUND
   */
  bead(beadId: BeadId): Promise<Bead>;
  readonly writes: TrackerWrites;
}
