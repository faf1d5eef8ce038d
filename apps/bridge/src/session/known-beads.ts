import { type Beads, makeBeads } from "@switchyard/beads";
import { type Bead, type BeadId, SwitchyardError, type TrackerState } from "@switchyard/core/protocol";
import type { Reading, Tracker } from "../beads/trackers.ts";
import type { ProjectPlace } from "../projects/projects.ts";

/** What is known of a project's beads when a session starts. */
export interface KnownBeads {
  readonly project: ProjectPlace | null;
  /** Null: there is no project, or nothing was ever read of its tracker. */
  readonly tracker: TrackerState | null;
  readonly beads: Beads | null;
  /** Why the tracker may hold what is not among the beads, in words for the user; null: it does not. */
  readonly fault: string | null;
}

export interface KnownBeadsOptions {
  readonly tracker: (project: ProjectPlace) => Pick<Tracker, "read" | "current">;
  /** A single start waits no longer than this for the tracker, in ms. */
  readonly patienceMs: number;
}

/** What is in memory, for a session that is on no bead. */
export function beadsInMemory(options: KnownBeadsOptions, project: ProjectPlace | null): KnownBeads {
  return known(project, project && options.tracker(project).current());
}

/**
 * The project's beads, read so that these are among them if they are there. A tracker that cannot be read is
 * no error: `fault` says why.
 */
export async function readBeads(
  options: KnownBeadsOptions,
  project: ProjectPlace,
  beadIds: readonly BeadId[],
): Promise<KnownBeads> {
  const tracker = options.tracker(project);
  try {
    const reading = await tracker.read();
    const isSettled = reading.state.failed || reading.state.source === "none" || hasAll(reading, beadIds);
    return known(project, isSettled ? reading : await tracker.read({ refresh: true }));
  } catch (error) {
    if (!(error instanceof SwitchyardError)) throw error;
    return { ...known(project, tracker.current()), fault: error.message };
  }
}

/** As `readBeads`, without waiting longer than a start should. */
export function readBeadsInTime(
  options: KnownBeadsOptions,
  project: ProjectPlace,
  beadId: BeadId,
): Promise<KnownBeads> {
  const { promise, resolve, reject } = Promise.withResolvers<KnownBeads>();
  const timer = setTimeout(() => {
    const fault = `It has not answered for ${options.patienceMs / 1000} s.`;
    resolve({ ...beadsInMemory(options, project), fault });
  }, options.patienceMs);
  void readBeads(options, project, [beadId])
    .then(resolve, reject)
    .finally(() => clearTimeout(timer));
  return promise;
}

/**
 * The bead; null: whether there is such a bead cannot be told, since no tracker is there or it cannot be read.
 * @throws {SwitchyardError} BEAD_NOT_FOUND
 */
export function beadIn({ project, tracker, beads, fault }: KnownBeads, beadId: BeadId): Bead | null {
  const bead = beads?.get(beadId);
  if (bead !== undefined) return bead;
  if (tracker === null || tracker.source === "none" || fault !== null) return null;
  throw beadNotFound(project, [beadId]);
}

export function beadNotFound(project: ProjectPlace | null, beadIds: readonly BeadId[]): SwitchyardError {
  const [first, ...others] = beadIds;
  const which = others.length === 0 ? `no bead ${first}` : `no beads ${beadIds.join(", ")}`;
  return new SwitchyardError(
    "BEAD_NOT_FOUND",
    `There is ${which} in ${project?.name ?? "this project"}. getBeads tells which there are.`,
    { beadIds },
  );
}

function known(project: ProjectPlace | null, reading: Reading | null): KnownBeads {
  if (reading === null) return { project, tracker: null, beads: null, fault: null };
  const { state, beads } = reading;
  const isOld = state.failed || state.stale;
  const fault = isOld ? (state.note ?? "What was read of it may be out of date.") : null;
  return { project, tracker: state, beads: makeBeads(beads, Date.now()), fault };
}

function hasAll({ beads }: Reading, beadIds: readonly BeadId[]): boolean {
  const ids = new Set(beads.map(({ id }) => id));
  return beadIds.every((id) => ids.has(id));
}
