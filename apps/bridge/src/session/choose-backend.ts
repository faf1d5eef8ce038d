import type { Backend } from "@switchyard/core/backend";
import { type BackendId, type ProjectId, SwitchyardError } from "@switchyard/core/protocol";
import type { BackendHealth } from "../backends/health.ts";
import type { Backends } from "../backends/registry.ts";
import type { BackendChoice } from "../backends/choice.ts";
import type { ProjectPlace, Projects } from "../projects/projects.ts";

type ProjectWithChoice = ProjectPlace & BackendChoice;

export interface ChooseBackendOptions {
  readonly backends: Backends;
  readonly defaultBackend: BackendHealth["defaultBackend"];
  /** Whether it is turned off everywhere. */
  readonly isBackendOff: (backendId: BackendId) => boolean;
}

/** What of a start says which backend is meant; `preferred` is taken only where it can be. */
export interface BackendAsked {
  readonly named: string | undefined;
  readonly preferred?: BackendId | undefined;
  readonly project: ProjectWithChoice | null;
}

/**
 * The backend of a start: the one that is named, else the one that the persona prefers, else the project's, else the
 * default.
 * @throws {SwitchyardError} UNKNOWN_BACKEND, BACKEND_UNAVAILABLE
 */
export async function chooseBackend(
  options: ChooseBackendOptions,
  { named, preferred, project }: BackendAsked,
): Promise<Backend> {
  const { backends } = options;
  const asked = named ?? preferred;
  if (asked !== undefined) await backends.ready(asked);
  const wanted = named ?? (mayHave(options, preferred, project) ? preferred : undefined);
  const backend = backends.need(wanted ?? (await options.defaultBackend(project ?? undefined)));
  refuseOffInProject(backend, project);
  return backend;
}

/** @throws {SwitchyardError} BACKEND_UNAVAILABLE */
export function refuseOffInProject(
  { id, displayName }: Pick<Backend, "id" | "displayName">,
  project: ProjectWithChoice | null,
): void {
  if (project === null || !project.backendsOff.includes(id)) return;
  const message = `${displayName} is turned off for this project, ${project.name}. Turn it on there, or choose another backend.`;
  throw new SwitchyardError("BACKEND_UNAVAILABLE", message, { backendId: id, projectId: project.projectId });
}

/** What is off in a project is off for the sessions that it has already, too. */
export function locateIn<Located>(
  options: { locate: (backend: Backend) => Promise<Located>; projects: Pick<Projects, "get"> },
  projectId: ProjectId | null,
): (backend: Backend) => Promise<Located> {
  return async (backend) => {
    refuseOffInProject(backend, projectId === null ? null : options.projects.get(projectId));
    return options.locate(backend);
  };
}

function mayHave(
  { backends, isBackendOff }: ChooseBackendOptions,
  id: BackendId | undefined,
  project: ProjectWithChoice | null,
): boolean {
  const backend = id === undefined ? undefined : backends.get(id);
  if (backend === undefined || backends.faultOf(backend.id) !== null) return false;
  return !isBackendOff(backend.id) && project?.backendsOff.includes(backend.id) !== true;
}
