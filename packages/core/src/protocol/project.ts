import { z } from "zod";
import { BackendId, ProjectId } from "./ids.ts";
import { TraceForm } from "./trace.ts";
import { WorktreeSettings } from "./worktree.ts";

/** A folder in which sessions work, with a tracker of beads or without one. */
export const Project = z.object({
  projectId: ProjectId,
  name: z.string(),
  /** Its root, absolute: where its sessions start. */
  path: z.string(),
  isFavorite: z.boolean(),
  /** Unix seconds; null: never. */
  lastOpened: z.number().int().nullable(),
  /** The one that is meant when none is named. */
  isOpen: z.boolean(),
  /** Whether a tracker was found in it. */
  hasBeads: z.boolean(),
  /** False: its folder is not there at present. */
  isThere: z.boolean(),
  /** The sample that comes with Switchyard. */
  isSample: z.boolean(),
  /** The backend that is meant in it when none is named; null: as everywhere. */
  cliBackend: BackendId.nullable(),
  /** The backends that are turned off in it, beside those that are off everywhere. */
  backendsOff: z.array(BackendId),
  /** Whether sessions that end are written to their beads. */
  beadTrace: TraceForm,
  worktrees: WorktreeSettings,
});
export type Project = z.infer<typeof Project>;
