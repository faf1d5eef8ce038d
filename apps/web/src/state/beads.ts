import type { Beads } from "@switchyard/beads";
import type { Bead, ProjectId, TrackerState } from "@switchyard/core/protocol";
import { type Accessor, createRoot, getOwner, onCleanup, runWithOwner } from "solid-js";
import type { WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import type { BeadOverlay } from "./bead-overlay.ts";
import type { Connection } from "./connection.ts";
import { createProjectBeads } from "./project-beads.ts";
import { createKeptBeads, createWholeBead, type WholeBead } from "./whole-bead.ts";

/** The outlines of one project's beads, kept whole by what the bridge tells of changes. */
export interface ProjectBeads {
  /** A bead that did not change is the same object as before. */
  readonly list: Accessor<readonly Bead[]>;
  /** How they hang together; computed anew when one changes or a deferred one falls due. */
  readonly relations: Accessor<Beads>;
  /** Null before the first answer. */
  readonly tracker: Accessor<TrackerState | null>;
  readonly isLoaded: Accessor<boolean>;
  readonly isReading: Accessor<boolean>;
  /** Why the last reading failed; what was read before it stays. */
  readonly error: Accessor<WireError | null>;
  /** When it last changed outside of this page, in Unix ms; 0: not since the beads were read first. */
  changedAt(beadId: string): number;
  /** When the bridge last told of a change of it, of whomever. */
  toldAt(beadId: string): number;
  /** What the user changed and is not answered yet; it is in `list` and `relations` already. */
  readonly overlay: BeadOverlay;
  /** Raised with each reading of them all. */
  readonly readings: Accessor<number>;
  /** Has the tracker read again, whatever the bridge knows. */
  refresh(): Promise<void>;
}

export interface BeadsState {
  /** Starts reading on first use; from then on they are kept up to date. */
  of(projectId: ProjectId): ProjectBeads;
  /** One bead with its long texts and comments, read again when it changes; call it in a component. */
  whole(projectId: ProjectId, beadId: string): WholeBead;
}

export function createBeads(wire: Wire, connection: Connection): BeadsState {
  const owner = getOwner();
  const projects = new Map<ProjectId, ProjectBeads>();
  const kept = createKeptBeads();

  function of(projectId: ProjectId): ProjectBeads {
    const known = projects.get(projectId);
    if (known !== undefined) return known;
    // It outlives whoever asks first.
    const made = createRoot((dispose) => {
      runWithOwner(owner, () => onCleanup(dispose));
      return createProjectBeads({ wire, connection }, projectId);
    }, owner ?? undefined);
    projects.set(projectId, made);
    return made;
  }

  return {
    of,
    whole: (projectId, beadId) => createWholeBead(wire, of(projectId), { projectId, beadId, kept }),
  };
}

/** The address of a bead. */
export function beadPath(projectId: string, beadId: string): string {
  return `/plan/${encodeURIComponent(beadId)}?project=${encodeURIComponent(projectId)}`;
}
