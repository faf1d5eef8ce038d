const rules = new Intl.PluralRules("en");
const days = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });

/** What the plan's tree and timeline say. */
export const planWords = {
  tree: "Beads",
  columns: { bead: "Bead", id: "Id", priority: "Pri", session: "Session" },
  priority: (priority: number) => `P${priority}`,
  timeline: { order: "Timeline, in the order of the work", days: "Timeline, by days" },
  wave: (column: number) => ["Done", "Now", "Next"][column] ?? `+${column - 1}`,
  today: "Today",
  day: (time: number) => days.format(time),
  noDays: "Days need a date or an estimate, and no bead has one.",

  state: {
    closed: "Closed",
    ready: "Ready",
    blocked: "Blocked",
    claimed: "In progress",
    notYet: "Not ready",
    deferred: "Deferred",
  },
  /** What a project calls a state of its own: "in_review" is said as "In review". */
  ownState: (status: string) => spoken(status, "Open"),
  claimedBy: (who: string) => `In progress, claimed by ${who}`,
  blockedBy: (titles: readonly string[], more: number) =>
    `Blocked by ${titles.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
  parentHeld: "What it belongs to is held up.",
  closedPart: (percent: number) => `${percent} % closed`,
  closedOf: (closed: number, total: number) => `${closed} of ${total} closed`,

  start: "Start",
  startOn: (title: string) => `Start a session on ${title}`,
  sessions: (count: number) => `${count} ${one(count, "session", "sessions")}`,
  /** Of a backend's name what tells it from others: "Demo" of "Demo, no model". */
  shortName: (name: string) => name.split(",", 1)[0] ?? name,
  more: (count: number) => `+${count}`,
  sessionsOf: (id: string) => `Sessions of ${id}`,
  ticked: "Ticked",
  unfold: (title: string) => `Unfold ${title}`,
  fold: (title: string) => `Fold ${title}`,
  unfoldAll: "Unfold all",
  foldAll: "Fold all",
  showTimeline: "Timeline",
  showTree: "Tree",
  typeOf: (type: string) => spoken(type, "Bead"),
  below: { needs: "Something below needs you", failed: "A session below failed", running: "Running below" },

  edit: {
    newBead: "New bead",
    newChild: "New bead below",
    newBelow: (title: string) => `New bead below ${title}`,
    title: "Title",
    titleOf: (id: string) => `Title of ${id}`,
    draftHint: "What is to do",
    acts: (title: string) => `What can be done with ${title}`,
    statuses: "Status",
    priorities: "Priority",
    labels: "Labels",
    priorityNames: ["Critical", "High", "Medium", "Low", "Backlog"],
    of: (what: string, count: number) => (count === 1 ? what : `${what} of ${count} beads`),
    open: "Open",
    startSession: "Start a session",
    editTitle: "Edit the title",
    moveTo: "Move to…",
    close: "Close",
    reopen: "Reopen",
    claim: "Claim",
    tick: "Tick",
    untick: "Untick",

    labelHint: "Find or write a label",
    noLabel: "No label of that name. Commas part several.",
    newLabel: (label: string) => `New label ${label}`,
    theseLabels: (labels: string) => `Labels ${labels}`,
    onSome: "on some of them",
    parents: "New parent",
    parentHint: "Find the new parent",
    noParent: "No open bead matches.",
    topLevel: "The top level",

    beads: (count: number) => `${count} ${one(count, "bead", "beads")}`,
    selection: "The ticked beads",
    untickAll: "Untick",

    dropBelow: (title: string) => `Below ${title}`,
    dropTop: "To the top level",
    dropFaults: {
      isCircle: "Not below itself",
      isSame: "It is there already",
      isBound: "The dots in its id keep it there",
    },
    dropNowhere: "Drop it on its new parent",

    notRenamed: (title: string, why: string) => `“${title}” was not saved. ${why}`,
    changed: (theirs: string, mine: string) =>
      `The title was changed meanwhile to “${theirs}”. You wrote “${mine}”.`,
    saveMine: "Save mine",
    editAgain: "Edit again",
    notMade: (titles: readonly string[], why: string) =>
      `${titles.map((title) => `“${title}”`).join(", ")} ${one(titles.length, "was", "were")} not made. ${why}`,
    tryAgain: "Try again",
    notChanged: (why: string) => `Not changed. ${why}`,
    notClosed: (why: string) => `Not closed. ${why}`,
    notReopened: (why: string) => `Not reopened. ${why}`,
    notMoved: (why: string) => `Not moved. ${why}`,
    notClaimed: (why: string) => `Not claimed. ${why}`,
    claimedBy: (who: string) => `${who} has it.`,
    closeAnyway: "Close anyway",
    dismiss: "Dismiss",
    standing: { saving: "Saving", held: "Waits for the bridge" },
    someFailed: (count: number, all: number) => `${count} of ${all} not changed`,
  },

  minutes: (ms: number) => {
    const minutes = Math.max(1, Math.round(ms / 60_000));
    if (minutes < 60) return `${minutes}m`;
    const hours = Math.round(minutes / 60);
    return hours < 48 ? `${hours}h` : `${Math.round(hours / 24)}d`;
  },
} as const;

function spoken(name: string, otherwise: string): string {
  const words = name.replaceAll(/[_-]+/g, " ").trim();
  return words === "" ? otherwise : words.charAt(0).toUpperCase() + words.slice(1);
}

function one(count: number, singular: string, other: string): string {
  return rules.select(count) === "one" ? singular : other;
}
