import type { ProjectId } from "@switchyard/core/protocol";
import type { Tracker, Trackers } from "../beads/trackers.ts";
import type { Projects } from "../projects/projects.ts";

export interface ProjectTrackers {
  readonly projects: Pick<Projects, "ready" | "need">;
  readonly trackers: Pick<Trackers, "of">;
}

/** A project, and the tracker of its folder. */
export interface FoundTracker {
  readonly projectId: ProjectId;
  readonly tracker: Tracker;
}

/** Finds the tracker of a project; none named: of the open one. @throws {SwitchyardError} PROJECT_NOT_FOUND */
export async function findTracker(
  { projects, trackers }: ProjectTrackers,
  named: ProjectId | undefined,
): Promise<FoundTracker> {
  await projects.ready();
  const { projectId, path } = projects.need(named);
  return { projectId, tracker: trackers.of(projectId, path) };
}
