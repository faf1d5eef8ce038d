import type { Backends } from "../backends/registry.ts";
import type { Projects } from "../projects/projects.ts";
import { refuseOffInProject } from "./choose-backend.ts";
import { processSpec } from "./launch.ts";
import { prepareFolder } from "./prepare.ts";
import type { SessionDeps } from "./session-deps.ts";

export interface PrewarmOptions extends Pick<SessionDeps, "untrusted" | "locate" | "environment" | "spares"> {
  readonly backends: Backends;
  readonly projects: Pick<Projects, "ready" | "at" | "get">;
}

/**
 * Starts a process ahead of a session, where its backend can have one.
 * @throws {SwitchyardError} as `prewarm` in the method table
 */
export async function prewarm(options: PrewarmOptions, backendId: string, cwd: string): Promise<void> {
  const { backends, projects } = options;
  await Promise.all([backends.ready(backendId), projects.ready()]);
  const backend = backends.need(backendId);
  const folder = await prepareFolder(options, cwd, backend);
  const projectId = projects.at(folder);
  refuseOffInProject(backend, projectId === null ? null : projects.get(projectId));
  if (backend.startsAhead !== true) return;
  const input = { cwd: folder, start: "new", permissionMode: "default" } as const;
  options.spares.keep(backend, await processSpec(options, backend, input));
}
