/** One key of the page: where it acts, and the name it has in the shortcut sheet. */
export interface KeyEntry {
  /** A key ("c"), a chord ("Shift+n", "Mod+j", "Mod" is ⌘ or Ctrl) or a sequence ("g s"); more than one, any of them. */
  readonly keys: readonly string[];
  readonly group: "anywhere" | "firstRun" | "list" | "plan" | "inbox" | "fleet" | "session" | "dialog";
  readonly label: string;
  /** It means something only where it is pressed: a step of a walk, or the answer to what is in view. The palette leaves it out. */
  readonly inPlace?: true;
}

/**
 * Every key of the page, once: the handlers, hints, the palette and the shortcut sheet read this table. Plain letters act
 * outside text fields only, chords with Mod and F keys everywhere. None is one that browsers keep for themselves.
 */
export const keyTable = {
  palette: {
    keys: ["Mod+k"],
    group: "anywhere",
    label: "Search sessions, beads, settings and actions",
    inPlace: true,
  },
  newSession: { keys: ["c"], group: "anywhere", label: "New session" },
  newBead: { keys: ["b"], group: "anywhere", label: "New bead" },
  startDemo: { keys: ["d"], group: "firstRun", label: "Start the demo" },
  openSample: { keys: ["p"], group: "firstRun", label: "Open the sample project" },
  nextNeed: { keys: ["n", "Mod+j"], group: "anywhere", label: "Next thing that needs you" },
  previousNeed: { keys: ["Shift+n"], group: "anywhere", label: "Previous thing that needs you" },
  goInbox: { keys: ["g i"], group: "anywhere", label: "Go to the inbox" },
  goSessions: { keys: ["g s"], group: "anywhere", label: "Go to the sessions" },
  goFleet: { keys: ["g f"], group: "anywhere", label: "Go to the fleet" },
  goPlan: { keys: ["g p"], group: "anywhere", label: "Go to the plan" },
  goProcesses: { keys: ["g r"], group: "anywhere", label: "Go to the processes" },
  goSettings: { keys: ["Mod+,"], group: "anywhere", label: "Settings" },
  filter: { keys: ["/"], group: "anywhere", label: "Filter sessions or beads" },
  search: { keys: ["Mod+Shift+f"], group: "anywhere", label: "Search in what was said" },
  undo: { keys: ["z"], group: "anywhere", label: "Undo" },
  toggleList: { keys: ["["], group: "anywhere", label: "Hide or show the list" },
  help: { keys: ["?"], group: "anywhere", label: "Keyboard shortcuts" },
  listDown: { keys: ["j"], group: "list", label: "Next session", inPlace: true },
  listUp: { keys: ["k"], group: "list", label: "Previous session", inPlace: true },
  listOpen: { keys: ["Enter"], group: "list", label: "Open" },
  planDown: { keys: ["j"], group: "plan", label: "Next bead", inPlace: true },
  planUp: { keys: ["k"], group: "plan", label: "Previous bead", inPlace: true },
  planFold: { keys: ["ArrowLeft"], group: "plan", label: "Fold, or go to the bead above" },
  planUnfold: { keys: ["ArrowRight"], group: "plan", label: "Unfold, or go to the first below" },
  planOpen: { keys: ["Enter"], group: "plan", label: "Open the bead" },
  planSession: { keys: ["o"], group: "plan", label: "Open the bead’s session" },
  startOnBead: { keys: ["s"], group: "plan", label: "Start a session on the bead" },
  planTick: { keys: ["Space"], group: "plan", label: "Tick the bead" },
  planTickRange: { keys: ["Shift+ArrowDown", "Shift+ArrowUp"], group: "plan", label: "Tick from row to row" },
  planTickAll: { keys: ["Mod+a"], group: "plan", label: "Tick all that are shown" },
  planUntick: { keys: ["Escape"], group: "plan", label: "Untick all" },
  planEdit: { keys: ["F2"], group: "plan", label: "Edit the bead’s title" },
  planStatus: { keys: ["t"], group: "plan", label: "Change the status, also of the ticked" },
  planPriority: { keys: ["p"], group: "plan", label: "Change the priority, also of the ticked" },
  planLabels: { keys: ["l"], group: "plan", label: "Change the labels, also of the ticked" },
  planNewChild: { keys: ["Insert", "Shift+c"], group: "plan", label: "New bead below this one" },
  planMove: { keys: ["v"], group: "plan", label: "Move the bead to another parent" },
  planClose: { keys: ["e"], group: "plan", label: "Close the bead, or reopen it" },
  planClaim: { keys: ["m"], group: "plan", label: "Claim the bead" },
  startReady: { keys: ["Shift+s"], group: "plan", label: "Start the ready ones" },
  inboxDown: { keys: ["j"], group: "inbox", label: "Next row", inPlace: true },
  inboxUp: { keys: ["k"], group: "inbox", label: "Previous row", inPlace: true },
  inboxOpen: { keys: ["o"], group: "inbox", label: "Open the session" },
  inboxEnter: { keys: ["Enter"], group: "inbox", label: "Open the session of the row in focus" },
  inboxTick: { keys: ["x"], group: "inbox", label: "Tick the request" },
  inboxAllowTicked: { keys: ["Shift+a"], group: "inbox", label: "Allow what is ticked, once" },
  inboxRead: { keys: ["e"], group: "inbox", label: "Mark as read" },
  inboxAllRead: { keys: ["Shift+e"], group: "inbox", label: "Mark all that is finished as read" },
  inboxSnooze: { keys: ["h"], group: "inbox", label: "Snooze" },
  fleetWalk: {
    keys: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"],
    group: "fleet",
    label: "Walk the tiles",
  },
  fleetNext: { keys: ["j"], group: "fleet", label: "Next tile", inPlace: true },
  fleetPrevious: { keys: ["k"], group: "fleet", label: "Previous tile", inPlace: true },
  fleetOpen: { keys: ["Enter"], group: "fleet", label: "Open the session" },
  fleetAnswer: {
    keys: ["a"],
    group: "fleet",
    label: "Allow once, or open what the tile asks",
    inPlace: true,
  },
  fleetReject: { keys: ["r"], group: "fleet", label: "Reject what the tile asks", inPlace: true },
  split: { keys: ["Mod+\\"], group: "session", label: "Add a session to the split" },
  nextPane: { keys: ["F6"], group: "session", label: "Next session of the split" },
  rename: { keys: ["F2"], group: "session", label: "Rename the session" },
  markUnread: { keys: ["u"], group: "session", label: "Mark the session as unread or read" },
  archive: { keys: ["e"], group: "session", label: "Archive the session, or take it out" },
  delete: { keys: ["Delete"], group: "session", label: "Delete the session" },
  startSession: { keys: ["Mod+Enter"], group: "dialog", label: "Start" },
  cancel: { keys: ["Escape"], group: "dialog", label: "Cancel" },
} as const satisfies Record<string, KeyEntry>;

export type KeyName = keyof typeof keyTable;
