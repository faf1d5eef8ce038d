import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import type { BeadId, ProjectId } from "@switchyard/core/protocol";
import type { Projects, ProjectWithSettings } from "../projects/projects.ts";

/** Where a session is to work, and for which project. */
export interface Place {
  /** As it was asked for: not yet looked at. */
  readonly cwd: string;
  readonly project: ProjectWithSettings | null;
}

export interface PlaceOptions {
  readonly projects: Pick<Projects, "ready" | "openWithBeads" | "need" | "get" | "at">;
  /** The folder the bridge was started for. */
  readonly cwd: string;
}

/** What a start may say of its place. */
export interface Asked {
  readonly projectId?: ProjectId | undefined;
  readonly cwd?: string | undefined;
  readonly beadId?: BeadId | undefined;
}

/**
 * A project's root, unless a folder is named; a bead alone means the open project, if that has beads.
 * @throws {SwitchyardError} PROJECT_NOT_FOUND
 */
export async function findPlace({ projects, cwd }: PlaceOptions, asked: Asked): Promise<Place> {
  await projects.ready();
  if (asked.projectId !== undefined) {
    const project = projects.need(asked.projectId);
    return { project, cwd: asked.cwd ?? project.path };
  }
  const open = asked.cwd === undefined && asked.beadId !== undefined ? await projects.openWithBeads() : null;
  if (open !== null) return { project: open, cwd: open.path };
  const folder = resolve(asked.cwd ?? cwd);
  const projectId = projects.at(await realpath(folder).catch(() => folder));
  return { cwd: folder, project: projectId === null ? null : projects.need(projectId) };
}
