import { z } from "zod";
import { BackendInfo } from "./backend.ts";
import { BeadId, PersonaId, ProjectId, TaskId } from "./ids.ts";
import { day, givenVariables, method, nothing } from "./method.ts";
import { PersonaInfo, PersonaProblem } from "./persona.ts";
import { OutcomeRow } from "./provenance.ts";
import { Settings } from "./settings.ts";

/** What a session can be made of, and the settings. */
export const catalogueMethods = {
  trustFolder: method({
    summary: "Accepts what a folder brings, by the hash that `FOLDER_NOT_TRUSTED` carried.",
    params: z.object({ cwd: z.string().max(4096), hash: z.string().max(128) }),
    result: nothing,
    errors: ["FOLDER_NOT_FOUND", "FOLDER_NOT_TRUSTED"],
  }),
  listBackends: method({
    summary: "The backends and their health; probed on the first ask, `refresh` probes again.",
    params: z.object({ refresh: z.boolean().optional() }),
    result: z.object({ backends: z.array(BackendInfo) }),
    errors: [],
  }),
  listPersonas: method({
    summary:
      "The personas that a session can have in a project or folder: its own before the user's, those before installed packs, those before the built-in ones.",
    params: z.object({ projectId: ProjectId.optional(), cwd: z.string().max(4096).optional() }),
    result: z.object({
      personas: z.array(PersonaInfo),
      /** What could not be read at all, by the folder that it stands in. */
      problems: z.array(z.object({ source: z.string(), ...PersonaProblem.shape })),
    }),
    errors: ["PROJECT_NOT_FOUND"],
  }),
  previewPrompt: method({
    summary: "The text that a persona gives its session for a task.",
    params: z.object({
      persona: PersonaId,
      task: TaskId.optional(),
      beadId: BeadId.optional(),
      projectId: ProjectId.optional(),
      cwd: z.string().max(4096).optional(),
      variables: givenVariables.optional(),
    }),
    result: z.object({
      /** With problems, what names no variable stands as it is. */
      prompt: z.string(),
      template: z.string(),
      problems: z.array(PersonaProblem),
    }),
    errors: ["UNKNOWN_PERSONA", "INVALID_PERSONA", "PROJECT_NOT_FOUND", "BEAD_NOT_FOUND", "BD_FAILED"],
  }),
  getOutcomes: method({
    summary:
      "How sessions went, by persona and backend; those that cost the most first. Days are those of the bridge's clock. What became of beads is read from their trackers, as far as these answer in 5 s.",
    params: z.object({
      projectId: ProjectId.optional(),
      /** The first and the last day; both are within. */
      from: day.optional(),
      to: day.optional(),
    }),
    result: z.object({ rows: z.array(OutcomeRow) }),
    errors: ["STORAGE_FAILED"],
  }),
  getSettings: method({
    summary: "The settings that a client may see.",
    params: nothing,
    result: z.object({
      settings: Settings,
      cwd: z.string(),
      /** The bridge's own settings: program paths and more backends are set there alone. */
      settingsFile: z.string(),
    }),
    errors: [],
  }),
  updateSettings: method({
    summary: "Changes settings; what is not named stays.",
    params: z.object({
      settings: z.object({
        /** Null: the first that is ready. */
        cliBackend: z.string().max(64).nullable().optional(),
        backendsOff: z.array(z.string().max(64)).max(256).optional(),
        maxProcesses: Settings.shape.maxProcesses.optional(),
        sleepAfterMinutes: Settings.shape.sleepAfterMinutes.optional(),
        keepStoppedDays: Settings.shape.keepStoppedDays.optional(),
        resumesAfterLimit: Settings.shape.resumesAfterLimit.optional(),
        sessionBudgetUsd: Settings.shape.sessionBudgetUsd.optional(),
      }),
    }),
    result: z.object({ settings: Settings }),
    errors: ["UNKNOWN_BACKEND", "STORAGE_FAILED"],
  }),
};
