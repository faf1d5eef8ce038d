import { z } from "zod";

/** Whether, and how, a session that ends is written to its bead. */
export const TraceForm = z.enum(["off", "comment", "metadata"]);
export type TraceForm = z.infer<typeof TraceForm>;

/** What came of writing a session to its bead. */
export const SessionTrace = z.object({
  /** `due`: it will be written when the tracker can be reached. */
  state: z.enum(["due", "written", "failed"]),
  form: TraceForm.exclude(["off"]),
  /** The last turn that it tells of. */
  turn: z.number().int().positive(),
  /** Unix ms. */
  at: z.number().int(),
  /** Why it is not written, the tracker's own words; null: it is, or nothing stands against it. */
  message: z.string().nullable(),
});
export type SessionTrace = z.infer<typeof SessionTrace>;

export const Commit = z.object({
  /** In full. */
  hash: z.string(),
  /** Its first line, at most 200 characters. */
  subject: z.string(),
});
export type Commit = z.infer<typeof Commit>;
