/** What is said of beads whose sessions have ended, and of what to do with them. */
export const verifyWords = {
  /** `state`: of the bead, as its tracker has it. */
  isStill: (state: string) => `The turn ended. The bead is still ${state.toLowerCase()}.`,
  isClosed: (reason: string | undefined) =>
    reason === undefined || reason === "" || reason === "Closed"
      ? "The bead is closed. Nobody has said yet that it is right."
      : `The bead is closed: ${reason.replace(/[.\s]+$/, "")}. Nobody has said yet that it is right.`,
  noBead: "The bead is not in its tracker any more.",
  notRead: (why: string) => `What the tracker says of the bead is not known: ${why}`,
  reading: "Reading the bead",
  acts: "What becomes of the bead",
  close: "Close bead",
  reason: "Reason",
  reasonHint: "Optional. It is kept with the bead.",
  reopen: "Reopen",
  sendBack: "Send back with a note",
  note: "What is still to do",
  noteHint: "It goes to the session as your message. A closed bead is opened again.",
  send: "Send back",
  leave: "Leave as it is",
  looksRight: "It is right",
  cancel: "Cancel",
  closeAnyway: "Close anyway",
  refused: "The tracker refused it",
  failed: "It was not done",
  openBead: "Open the bead",
  leftAs: (title: string) => `“${title}” is marked as looked at`,
  done: {
    closed: "Closed",
    reopened: "Reopened",
    sentBack: "Sent back",
    left: "Looked at",
  },
} as const;
