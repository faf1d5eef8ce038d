import { z } from "zod";
import { BeadId, ProjectId, SessionId } from "./ids.ts";
import { method, nothing } from "./method.ts";
import { TraceForm } from "./trace.ts";

/** What sessions leave at their beads, and who has looked at what they did. */
export const traceMethods = {
  previewTrace: method({
    summary:
      "What would be written to a bead: of this session, else of the newest of the project's that worked on one, else a made-up one.",
    params: z.object({
      projectId: ProjectId.optional(),
      sessionId: SessionId.optional(),
      form: TraceForm.exclude(["off"]),
    }),
    result: z.object({
      /** The comment, or the metadata as JSON. */
      text: z.string(),
      /** Null: it is made up. */
      sessionId: SessionId.nullable(),
      beadId: BeadId.nullable(),
    }),
    errors: ["PROJECT_NOT_FOUND", "SESSION_NOT_FOUND"],
  }),
  writeTrace: method({
    summary: "Writes a session to its bead now, again or for the first time.",
    params: z.object({ sessionId: SessionId, form: TraceForm.exclude(["off"]).optional() }),
    result: nothing,
    errors: [
      "SESSION_NOT_FOUND",
      "PROJECT_NOT_FOUND",
      "BEAD_NOT_FOUND",
      "BD_NOT_FOUND",
      "BD_FAILED",
      "NOT_SUPPORTED",
    ],
  }),
  markSessionVerified: method({
    summary: "Remembers that the user has looked at what a session's turns up to this one came to.",
    params: z.object({
      sessionId: SessionId,
      /** An earlier one takes it back. @default the last that has ended */
      turn: z.number().int().nonnegative().optional(),
    }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND"],
  }),
};
