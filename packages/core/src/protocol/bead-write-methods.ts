import { z } from "zod";
import { Bead } from "./bead.ts";
import {
  BeadLabel,
  BeadOrigin,
  BeadPatch,
  beadRemark,
  BeadsPatch,
  DependencyId,
  DependencyType,
  NewBead,
} from "./bead-writes.ts";
import { BeadId, ProjectId } from "./ids.ts";
import { method } from "./method.ts";

const aProject = { projectId: ProjectId.optional() };
const aBead = { ...aProject, beadId: BeadId };
const errors = ["PROJECT_NOT_FOUND", "FOLDER_NOT_FOUND", "BD_NOT_FOUND", "BD_FAILED"] as const;
const ofOne = [...errors, "BEAD_NOT_FOUND", "TOO_LARGE"] as const;

/** The bead as it was read back, whole. */
const written = z.object({ projectId: ProjectId, bead: Bead });
const edge = {
  ...aBead,
  /** What the bead depends on; for `parent-child`, its parent. */
  dependsOnId: DependencyId,
  /** @default "blocks" */
  type: DependencyType.optional(),
};
/** The same one is done once, however often it is sent. */
const writeId = z.string().min(1).max(128).optional();

/** Changing what is to do. Every write goes through the tracker's own program and is read back; `beads-updated` tells it to all. */
export const beadWriteMethods = {
  createBead: method({
    summary: "Makes a bead, under a parent too; what session it came from is kept with it.",
    params: z.object({ ...aProject, bead: NewBead, origin: BeadOrigin.optional(), writeId }),
    result: written.extend({ beadId: BeadId }),
    errors: [...ofOne, "SESSION_NOT_FOUND"],
  }),
  updateBead: method({
    summary:
      "Changes fields of a bead; where one of them is not what `base` says any more, `BEAD_CHANGED` tells what it is, and nothing is written.",
    params: z.object({
      ...aBead,
      patch: BeadPatch,
      /** What the patched fields were when they were edited. Not named: whatever they are. */
      base: BeadPatch.optional(),
    }),
    result: written,
    errors: [...ofOne, "BEAD_CHANGED"],
  }),
  updateBeads: method({
    summary: "Changes several beads in the same way; tells which could not be changed, and why.",
    params: z.object({ ...aProject, beadIds: z.array(BeadId).min(1).max(500), patch: BeadsPatch }),
    result: z.object({
      projectId: ProjectId,
      done: z.array(BeadId),
      failed: z.array(z.object({ beadId: BeadId, message: z.string() })),
    }),
    errors: [...errors],
  }),
  closeBead: method({
    summary:
      "Closes a bead; where the tracker refuses and `force` would do it, `BD_FAILED` has its words and `data.canForce`.",
    params: z.object({ ...aBead, reason: beadRemark(10_000).optional(), force: z.boolean().optional() }),
    result: written,
    errors: [...ofOne],
  }),
  reopenBead: method({
    summary: "Opens a closed bead again; the reason becomes a comment.",
    params: z.object({ ...aBead, reason: beadRemark(10_000).optional() }),
    result: written,
    errors: [...ofOne],
  }),
  claimBead: method({
    summary:
      "Takes a bead for the user, if nobody has it: in progress, assigned. Somebody has: `CLAIMED`, with `data.assignee`.",
    params: z.object(aBead),
    result: written.extend({ assignee: z.string() }),
    errors: [...ofOne, "CLAIMED"],
  }),
  addDependency: method({
    summary: "Lets a bead depend on another; what would close a circle is refused, and the circle told.",
    params: z.object(edge),
    result: written,
    errors: [...ofOne],
  }),
  removeDependency: method({
    summary: "Takes a dependency away; one that is not there is as good as taken.",
    params: z.object(edge).omit({ type: true }),
    result: written,
    errors: [...ofOne],
  }),
  addLabel: method({
    summary: "Puts a label on a bead.",
    params: z.object({ ...aBead, label: BeadLabel }),
    result: written,
    errors: [...ofOne],
  }),
  removeLabel: method({
    summary: "Takes a label from a bead.",
    params: z.object({ ...aBead, label: BeadLabel }),
    result: written,
    errors: [...ofOne],
  }),
  addComment: method({
    summary: "Adds a comment to a bead, in the user's name.",
    params: z.object({ ...aBead, text: beadRemark(100_000), writeId }),
    result: written,
    errors: [...ofOne],
  }),
};
