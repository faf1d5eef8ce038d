import { z } from "zod";
import { BeadId, SessionId } from "./ids.ts";

/** No program takes a NUL as an argument, and half a character would come back as another. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((it) => !it.includes("\0"), "must not hold a NUL")
    .refine((it) => it.isWellFormed(), "must not hold half a character");
const longText = text(1_000_000);
const word = text(256).refine((it) => !/[\n\r]/.test(it), "must be one line");

/** What is said of a bead: a comment, a reason. */
export const beadRemark = (most: number) => text(most).refine((it) => it.trim() !== "", "must not be empty");
/** What a bead depends on; `external:` names what is in no list. */
export const DependencyId = word.min(1);
export const DependencyType = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,49}$/, "must be a type of dependency, as blocks");

/** One word of the tracker's own list: commas part labels in its commands. */
export const BeadLabel = word.refine(
  (it) => it.trim() !== "" && !it.includes(","),
  "must be a word without commas",
);
const time = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

const title = text(500).refine(
  (it) => it.trim() !== "" && !/[\n\r]/.test(it),
  "must be one line that is not empty",
);
const status = word.regex(/^[a-z][a-z0-9_-]*$/, "must be a status, as open");
const issueType = word.regex(/^[a-zA-Z][\w-]*$/, "must be a type, as task");
const priority = z.number().int().min(0).max(4);

/** Null, and for texts an empty one, empties the field. */
const emptied = {
  description: longText.nullable(),
  design: longText.nullable(),
  acceptance_criteria: longText.nullable(),
  notes: longText.nullable(),
  assignee: word.nullable(),
  estimated_minutes: z.number().int().nonnegative().max(10_000_000).nullable(),
  due_at: time.nullable(),
  defer_until: time.nullable(),
  external_ref: word.nullable(),
  /** The bead that it is a child of. */
  parent: BeadId.nullable(),
  /** All of them. */
  labels: z.array(BeadLabel).max(200),
};

/** What is to be different of a bead, by the tracker's names; what is not named stays. */
export const BeadPatch = z
  .strictObject({ title, status, priority, issue_type: issueType, ...emptied })
  .partial();
export type BeadPatch = z.infer<typeof BeadPatch>;

/** What is the same for several beads; labels are added to those that each has, and taken from them. */
export const BeadsPatch = z
  .strictObject({
    status,
    priority,
    assignee: emptied.assignee,
    addLabels: z.array(BeadLabel).max(50),
    removeLabels: z.array(BeadLabel).max(50),
  })
  .partial();
export type BeadsPatch = z.infer<typeof BeadsPatch>;

/** A bead that is to be. Without them its type is task and its priority 2. */
export const NewBead = BeadPatch.omit({ title: true }).extend({
  title,
  /** What it hangs together with from the beginning; `parent` is a field of its own. */
  dependencies: z
    .array(z.object({ depends_on_id: DependencyId, type: DependencyType }))
    .max(50)
    .optional(),
});
export type NewBead = z.infer<typeof NewBead>;

/** Where in a session the thought of a bead was had; it is kept in the bead's metadata. */
export const BeadOrigin = z.object({
  sessionId: SessionId,
  /** The chunk of the message. */
  seq: z.number().int().positive().optional(),
});
export type BeadOrigin = z.infer<typeof BeadOrigin>;

/** The key in a bead's metadata under which `BeadOrigin` stands. */
export const ORIGIN_KEY = "switchyard_origin";
/** The key in a bead's metadata under which the sessions that worked on it stand, by their ids. */
export const SESSIONS_KEY = "switchyard_sessions";
