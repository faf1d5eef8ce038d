import { z } from "zod";
import { ProjectId } from "./ids.ts";
import { method, nothing } from "./method.ts";
import { Project } from "./project.ts";
import { TraceForm } from "./trace.ts";
import { WorktreeSettings } from "./worktree.ts";

const oneProject = z.object({ projectId: ProjectId });

/** The folders that sessions work in. */
export const projectMethods = {
  getProjects: method({
    summary: "The projects: favourites first, then those opened last.",
    params: nothing,
    result: z.object({ projects: z.array(Project) }),
    errors: [],
  }),
  addProject: method({
    summary:
      "Adds the project that a folder belongs to; its root is found by walking up to `.beads`. Again: the same one.",
    params: z.object({ path: z.string().min(1).max(4096) }),
    result: oneProject,
    errors: ["FOLDER_NOT_FOUND", "STORAGE_FAILED"],
  }),
  addSampleProject: method({
    summary: "Adds the sample project that comes with Switchyard, and opens it.",
    params: nothing,
    result: oneProject,
    errors: ["STORAGE_FAILED"],
  }),
  removeProject: method({
    summary: "Takes a project from the list; nothing in its folder is touched, and its sessions stay.",
    params: oneProject,
    result: nothing,
    errors: ["PROJECT_NOT_FOUND", "STORAGE_FAILED"],
  }),
  openProject: method({
    summary: "Makes a project the one that is meant when none is named.",
    params: oneProject,
    result: nothing,
    errors: ["PROJECT_NOT_FOUND", "FOLDER_NOT_FOUND", "STORAGE_FAILED"],
  }),
  toggleFavorite: method({
    summary: "Marks a project as a favourite, or takes that away.",
    params: oneProject,
    result: z.object({ isFavorite: z.boolean() }),
    errors: ["PROJECT_NOT_FOUND", "STORAGE_FAILED"],
  }),
  updateProject: method({
    summary: "Changes what holds in a project alone; what is not named stays.",
    params: z.object({
      projectId: ProjectId,
      /** Null: as everywhere. */
      cliBackend: z.string().max(64).nullable().optional(),
      backendsOff: z.array(z.string().max(64)).max(256).optional(),
      beadTrace: TraceForm.optional(),
      worktrees: WorktreeSettings.optional(),
    }),
    result: nothing,
    errors: ["PROJECT_NOT_FOUND", "UNKNOWN_BACKEND", "STORAGE_FAILED"],
  }),
  getCurrentDir: method({
    summary: "The root of the open project; with none, the folder that the bridge was started for.",
    params: nothing,
    result: z.object({ path: z.string() }),
    errors: [],
  }),
};
