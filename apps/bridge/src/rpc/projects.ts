import { changedChoice } from "../backends/choice.ts";
import type { Backends } from "../backends/registry.ts";
import type { Projects } from "../projects/projects.ts";
import type { Handlers } from "../server/handlers.ts";

type Names =
  | "getProjects"
  | "addProject"
  | "addSampleProject"
  | "removeProject"
  | "openProject"
  | "toggleFavorite"
  | "updateProject"
  | "getCurrentDir";

export interface ProjectOptions {
  /** The folder the bridge was started for. */
  cwd: string;
  projects: Projects;
  backends: Backends;
}

/** Handlers of the folders that sessions work in. */
export function projectHandlers({ cwd, projects, backends }: ProjectOptions): Pick<Handlers, Names> {
  return {
    async updateProject({ projectId, cliBackend, backendsOff, beadTrace, worktrees }) {
      await projects.ready();
      const before = projects.need(projectId);
      const choice = await changedChoice(backends, { cliBackend, backendsOff }, before);
      await projects.update(projectId, {
        ...choice,
        ...(beadTrace === undefined ? {} : { beadTrace }),
        ...(worktrees === undefined ? {} : { worktrees }),
      });
      return {};
    },
    getProjects: async () => ({ projects: await projects.list() }),
    addProject: async ({ path }) => ({ projectId: await projects.add(path) }),
    addSampleProject: async () => ({ projectId: await projects.addSample() }),
    async removeProject({ projectId }) {
      await projects.remove(projectId);
      return {};
    },
    async openProject({ projectId }) {
      await projects.open(projectId);
      return {};
    },
    toggleFavorite: async ({ projectId }) => ({ isFavorite: await projects.toggleFavorite(projectId) }),
    async getCurrentDir() {
      await projects.ready();
      return { path: projects.openId() === null ? cwd : projects.need(undefined).path };
    },
  };
}
