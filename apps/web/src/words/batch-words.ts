const rules = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");
const ordinals = new Intl.PluralRules("en", { type: "ordinal" });

/** What is said of starting several beads at once: the plan's foot, its dialog, and those that wait. */
export const batchWords = {
  ready: (count: number) =>
    count === 0 ? "No bead is ready" : `${number.format(count)} ${one(count, "bead is", "beads are")} ready`,
  startable: (count: number) => (count === 0 ? "none to start" : `${number.format(count)} to start`),
  startableTitle: "The others hold beads of their own, or a session is at them.",
  ticked: (count: number) => `${count} ticked`,
  free: (count: number) => (count === 0 ? "no free place" : `${count} free ${one(count, "place", "places")}`),
  freeTitle: (free: number, limit: number) =>
    `${limit - free} of ${limit} processes are at work. A start over that waits for one to end its turn.`,
  criticalPath: "Critical path",
  criticalPathTitle: "The longest row of beads of which each blocks the next",
  startOne: "start on the selected bead",
  startReady: "Start the ready ones",
  startTicked: (count: number) => `Start the ${count} ticked`,
  noneReady: "No bead is ready to be started.",

  wait: (waiting: number, all: number) => `${waiting} of ${all} ${one(waiting, "waits", "wait")}`,
  runAtOnce: (limit: number) => `${limit} ${one(limit, "runs", "run")} at once`,
  held: (waiting: number) => `${waiting} ${one(waiting, "start waits", "starts wait")} until you go on`,
  heldTitle: "Nothing starts by itself after the bridge was restarted, or while you hold it.",
  goOn: "Go on",
  hold: "Hold those that wait",
  limitItem: (limit: number) => `${limit} at once`,
  batchMenu: "The starts that wait",
  batchMenuButton: (waiting: number) => `${waiting} ${one(waiting, "start waits", "starts wait")}. Change it`,
  stopWaiting: (waiting: number) =>
    waiting === 1 ? "Stop the one that waits…" : `Stop the ${waiting} that wait…`,
  stopTitle: (waiting: number) =>
    `Stop ${waiting} ${one(waiting, "session that waits", "sessions that wait")}?`,
  stopBody: (waiting: number) =>
    `${one(waiting, "It leaves", "They leave")} the line with ${one(waiting, "its first message", "their first messages")} kept. ${one(waiting, "It", "Each")} can be resumed later. Those that have begun go on.`,
  stop: (waiting: number) => `Stop ${waiting} ${one(waiting, "session", "sessions")}`,
  keep: "Keep waiting",
  stopped: (count: number) => `Stopped ${count} ${one(count, "session", "sessions")} that had not begun`,
  changeFailed: "The starts were not changed",
  stopFailed: "Not every session was stopped",

  status: {
    inLine: (place: number) => `Waiting, ${ordinal(place)} in line`,
    held: "Held until you go on",
    /** The same where there is room for a word or two. */
    short: { inLine: (place: number) => `${ordinal(place)} in line`, held: "Held" },
  },
  note: {
    why: (limit: number) =>
      `Starts when a session of its batch ends its turn; ${limit} of them ${one(limit, "runs", "run")} at once.`,
    heldWhy: "Its batch waits for you, as after a restart of the bridge.",
    startNow: "Start now",
    plan: "See the plan",
  },

  dialog: {
    title: "Start the ready ones",
    titleTicked: "Start the ticked ones",
    lead: "A session for each bead. Those over the limit wait in line, and start as others end their turn.",
    list: "Beads",
    all: "Select all",
    none: "Select none",
    only: (most: number) => `The ${most} most urgent ones; start the others afterwards.`,
    agent: (title: string) => `Persona and task for ${title}`,
    agentChoice: (persona: string, task: string | null) => (task === null ? persona : `${persona}, ${task}`),
    isClosed: "Closed",
    hasSession: "A session is at it already",
    isBlocked: "Blocked",
    isClaimed: "In progress",
    isClaimedBy: (who: string) => `Claimed by ${who}`,
    notReady: "Not ready",
    holds: (count: number) => `Holds ${count} open ${one(count, "bead", "beads")}`,
    preview: "Preview",
    previewOf: (title: string) => `Preview the prompt for ${title}`,
    promptLabel: (title: string) => `Prompt for ${title}`,
    limit: "At once",
    limitNote: (free: number) => (free === 0 ? "no place is free now" : `${free} free now`),
    limitWrong: "Give a whole number from 1 to 1000.",
    message: "First message",
    messageNote: "{id} and {title} become each bead’s own.",
    messagePlaceholder: (example: string) => `Empty gives each its own, such as “${example}”`,
    start: (count: number) =>
      count === 0 ? "Start sessions" : `Start ${count} ${one(count, "session", "sessions")}`,
    nothing: "Tick a bead.",
    started: (count: number, waiting: number) =>
      `Started ${count} ${one(count, "session", "sessions")}${waiting > 0 ? `; ${waiting} of them ${one(waiting, "waits", "wait")}` : ""}.`,
    slow: "The bridge did not answer in time. Look at the plan before you start them again.",
    emptyTitle: "No bead is ready",
    emptyText: "What is open is blocked, or somebody is at it.",
  },
} as const;

function one(count: number, singular: string, other: string): string {
  return rules.select(count) === "one" ? singular : other;
}

function ordinal(place: number): string {
  const ends: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };
  return `${place}${ends[ordinals.select(place)] ?? "th"}`;
}
