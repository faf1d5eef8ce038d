import { z } from "zod";
import { ProjectId } from "./ids.ts";

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
});
export type Project = z.infer<typeof Project>;
