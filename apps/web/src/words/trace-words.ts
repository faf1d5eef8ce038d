import type { TraceForm } from "@switchyard/core/protocol";

/** What is said of what sessions leave at their beads. */
export const traceWords = {
  /** In a project's settings. */
  title: "When a session on a bead ends",
  titleOf: (project: string) => `When a session on a bead ends in ${project}`,
  forms: {
    off: "Write nothing",
    comment: "Comment on its bead",
    metadata: "Metadata of its bead",
  } satisfies Record<TraceForm, string>,
  failed: "The project was not changed",

  /** The dialog that asks before it is first switched on. */
  dialog: {
    title: {
      comment: "Write sessions as comments?",
      metadata: "Write sessions into metadata?",
    },
    text: "When you stop, archive or delete a session that worked on a bead, Switchyard writes this to the bead with the tracker’s own program. Others who use the tracker see it. It holds nothing of what was said.",
    ofSession: (beadId: string) => `As it would be written to ${beadId}:`,
    madeUp: "For example, of a session that is made up:",
    preview: "What is written",
    reading: "Reading what would be written",
    unread: "What would be written could not be read",
    again: "Try again",
    unseen: "What is written is shown first.",
    cancel: "Write nothing",
    confirm: "Write them",
  },

  /** Of a session. */
  part: {
    written: {
      comment: (beadId: string, when: string) => `Written to ${beadId} as a comment, ${when}`,
      metadata: (beadId: string, when: string) => `Written to ${beadId} as metadata, ${when}`,
    },
    older: (turn: number) => `It tells of the session up to turn ${turn}.`,
    due: (beadId: string) => `Not written to ${beadId} yet`,
    failed: (beadId: string) => `Not written to ${beadId}`,
    because: (what: string, why: string) => `${what}: ${why}`,
    retry: "Retry",
    asComment: "Write as a comment",
    action: "The session was not written to its bead",
  },
} as const;
