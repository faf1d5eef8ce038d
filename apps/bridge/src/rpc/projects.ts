import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";

type Names =
  | "getProjects"
  | "addProject"
  | "addSampleProject"
  | "removeProject"
  | "openProject"
  | "toggleFavorite"
  | "getCurrentDir";

export interface ProjectOptions {
  cwd: string;
}

/** Handlers of the folders that sessions work in. */
export function projectHandlers({ cwd }: ProjectOptions): Pick<Handlers, Names> {
  const none = (): never => {
    throw new SwitchyardError(
      "PROJECT_NOT_FOUND",
      "There is no such project. getProjects tells which there are.",
    );
  };
  return {
    getProjects: () => ({ projects: [] }),
    addProject: none,
    addSampleProject: none,
    removeProject: none,
    openProject: none,
    toggleFavorite: none,
    getCurrentDir: () => ({ path: cwd }),
  };
}
