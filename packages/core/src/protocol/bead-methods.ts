import { z } from "zod";
import { Bead, BeadFilter, ProjectViewModel, TrackerState } from "./bead.ts";
import { BeadId, PersonaId, ProjectId, SessionId, TaskId } from "./ids.ts";
import { givenVariables, method, nothing, spoken } from "./method.ts";
import { PermissionMode } from "./permission.ts";

const aProject = { projectId: ProjectId.optional() };
const errors = ["PROJECT_NOT_FOUND", "FOLDER_NOT_FOUND", "BD_FAILED"] as const;

/** What is to do in a project, and starting sessions on it. No `projectId`: the open project. */
export const beadMethods = {
  getBeads: method({
    summary:
      "All beads of a project, in pages of a frame's size: go on with `nextCursor`. Tombstones are left out.",
    params: z.object({
      ...aProject,
      /** True: without the long texts, for lists. */
      outline: z.boolean().optional(),
      /** True: reads again, whatever is known. */
      refresh: z.boolean().optional(),
      cursor: z.string().max(128).optional(),
    }),
    result: z.object({
      projectId: ProjectId,
      beads: z.array(Bead),
      ...TrackerState.shape,
      /** Grows with every change; all pages of one reading have the same, or the reading begins again. */
      revision: z.number().int().nonnegative(),
      nextCursor: z.string().optional(),
    }),
    errors: [...errors],
  }),
  getBead: method({
    summary: "One bead whole, with its comments.",
    params: z.object({ ...aProject, beadId: BeadId }),
    result: z.object({ projectId: ProjectId, bead: Bead }),
    errors: [...errors, "BEAD_NOT_FOUND", "TOO_LARGE"],
  }),
  getProjectViewModel: method({
    summary:
      "The beads as a tree with waves, the critical path and counts, without their long texts; more roots with `nextCursor`.",
    params: z.object({
      ...aProject,
      filter: BeadFilter.optional(),
      cursor: z.string().max(128).optional(),
    }),
    result: ProjectViewModel.extend({ nextCursor: z.string().optional() }),
    errors: [...errors, "TOO_LARGE"],
  }),
  startBeads: method({
    summary:
      "Starts a session on each bead, so many at once; the rest wait, and start as the turns of others end. All or none.",
    params: z.object({
      ...aProject,
      starts: z
        .array(
          z.object({
            beadId: BeadId,
            persona: PersonaId,
            task: TaskId.optional(),
            /** The first message. */
            prompt: spoken,
            variables: givenVariables.optional(),
          }),
        )
        .min(1)
        .max(200),
      cliBackend: z.string().max(64).optional(),
      model: z.string().min(1).max(128).optional(),
      permissionMode: PermissionMode.optional(),
      /** Each in a new working tree of its own. */
      worktree: z.boolean().optional(),
      /** How many of them may have an open turn at once. */
      limit: z.number().int().min(1).max(1000),
    }),
    result: z.object({ batchId: z.string(), sessionIds: z.array(SessionId) }),
    errors: [
      ...errors,
      "BEAD_NOT_FOUND",
      "UNKNOWN_BACKEND",
      "BACKEND_UNAVAILABLE",
      "CLI_NOT_FOUND",
      "UNKNOWN_PERSONA",
      "INVALID_PERSONA",
      "FOLDER_NOT_TRUSTED",
      "NOT_ALLOWED",
      "NOT_SUPPORTED",
      "GIT_FAILED",
      "TOO_LARGE",
      "STORAGE_FAILED",
    ],
  }),
  updateBatch: method({
    summary:
      "Changes how many of a batch run at once, holds those that wait, or lets them go on, as after a restart.",
    params: z.object({
      batchId: z.string().max(64),
      limit: z.number().int().min(1).max(1000).optional(),
      isHeld: z.boolean().optional(),
    }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND"],
  }),
};
