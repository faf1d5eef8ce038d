const rules = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** What is said of projects: the plan's header, its first states, the dialog that adds one, the settings. */
export const projectWords = {
  plan: "Plan",
  projects: "Projects",
  switcher: (project: string) => `Project ${project}. Change it`,
  sample: "Sample",
  notThere: "Its folder is not there",
  noTracker: "No tracker",

  tracker: {
    live: (program: string, version: string | null) =>
      version === null ? `${program}, live` : `${program} ${version}, live`,
    plain: (program: string, version: string | null) =>
      version === null ? program : `${program} ${version}`,
    readOnly: "Read-only, from issues.jsonl",
    noWrites: (program: string, version: string | null) =>
      `${version === null ? program : `${program} ${version}`}, read-only`,
    mayBeStale: "may be stale",
    none: "No tracker",
    noneTitle: "This folder has no tracker of beads. Sessions work in it all the same.",
    failed: "The tracker could not be read",
    failedShort: "Not read",
    before: "What is shown is from before.",
    again: "Read again",
    faults: (count: number) => `${count} ${one(count, "line", "lines")} could not be read`,
    details: "How the beads are read",
    liveTitle: "Changes by agents show by themselves.",
  },

  filter: {
    label: "Filter beads",
    placeholder: "Filter beads",
    show: "Show",
    open: "Open",
    ready: "Ready",
    sessions: "With sessions",
    blocked: "Blocked",
    closed: (which: string) => `Closed: ${which}`,
    closedMenu: "Closed beads that are shown",
    closedOptions: {
      hide: "hidden",
      "24h": "last 24 hours",
      "7d": "last 7 days",
      "30d": "last 30 days",
      all: "all",
    },
    timeline: "Timeline",
    order: "Order",
    days: "Days",
  },
  totals: {
    verify: (count: number) => `${number.format(count)} to verify`,
    verifyTitle: "Their sessions have ended: say in the inbox what becomes of them",
    beads: (count: number) => `${number.format(count)} ${one(count, "bead", "beads")}`,
    beadsTitle: (open: number, closed: number) =>
      `${number.format(open)} not closed, ${number.format(closed)} closed`,
    chain: (count: number) => `longest chain ${number.format(count)} ${one(count, "bead", "beads")}`,
    chainTitle: "The longest row of beads of which each blocks the next",
    spent: (money: string) => `${money} spent`,
    spentTitle: "What the sessions of this project have cost, as far as their backends tell it",
  },

  add: {
    open: "Add a project…",
    title: "Add a project",
    lead: "Any folder will do: sessions work in it. Where it holds a tracker of beads, or is inside such a folder, you also get its plan.",
    path: "Folder",
    placeholder: "~/code/parcel-api",
    empty: "Name a folder.",
    add: "Add",
    added: (name: string) => `Added ${name}`,
    foundIn: (path: string) => `Found the tracker in ${path}`,
    known: (name: string) => `${name} was among the projects already`,
    slow: "The bridge did not answer in time. Look among the projects before you add it again.",
  },
  sampleProject: {
    open: "Open the sample",
    openLong: "Open the sample project",
    title: "Open the sample project",
    text: "A plan of beads to click through. It is a copy of its own: nothing of yours is touched.",
    failed: "The sample was not opened",
  },
  manage: "Manage projects",

  empty: {
    noProjectTitle: "The plan shows a project’s beads",
    noProjectText:
      "What is to do in one tree: where agents work, what is ready, what is stuck. Add the folder you work in, or look at the sample first.",
    goneTitle: "This project is not in the list",
    goneText:
      "It was removed, or the address is another bridge’s. Removing a project touches nothing on disk: add its folder again, or open another one.",
    noTrackerTitle: (name: string) => `${name} has no beads yet`,
    noTrackerText:
      "Beads are the issues of a tracker that lives in the project’s own folder. Agents read, claim and close them. To make one here, run this in a terminal; Switchyard never runs it by itself.",
    noTrackerAfter: "The plan shows here as soon as it is there. Sessions work in this folder without it.",
    init: "bd init",
    newSession: "New session",
    zeroTitle: "The tracker is empty",
    zeroText:
      "Nothing is to do here yet. Write the first bead in a terminal, or have a session break work down.",
    zeroWritable: "Nothing is to do here yet. Write the first bead, or have a session break work down.",
    create: 'bd create "What is to do" -t epic',
    noMatchTitle: "No bead matches",
    noMatchText: (text: string) => `Nothing that is shown holds “${text}”.`,
    noMatchState: {
      open: "Every bead is closed, and closed ones are left out.",
      ready: "No bead is ready: what is open is blocked, or somebody is at it.",
      sessions: "No bead has a session.",
      blocked: "No bead is blocked.",
    },
    clear: "Clear the filter",
    showClosed: "Show the closed ones",
    missingTitle: (name: string) => `The folder of ${name} is not there`,
    missingText: (path: string) =>
      `${path} was moved, renamed or is not mounted. Nothing of it is lost here: once it is back, so is its plan.`,
    loading: "Reading the beads",
    failedTitle: "The beads could not be read",
    listFailed: "The projects could not be read",
  },

  settings: {
    title: "Projects",
    text: "The folders that sessions work in. A favourite stands first; the open one is meant where none is named.",
    none: "There is no project yet.",
    open: "Open",
    isOpen: "Open now",
    openOf: (name: string) => `Open ${name}`,
    favoriteOf: (name: string) => `${name} is a favourite`,
    removeOf: (name: string) => `Remove ${name}`,
    removed: (name: string) => `Removed ${name} from the list. Nothing in its folder was touched.`,
    removeFailed: "The project was not removed",
    openFailed: "The project was not opened",
    favoriteFailed: "The favourite was not changed",
    beads: "Beads",
    noBeads: "No tracker",
    sessions: (count: number) =>
      count === 0 ? "no session" : `${number.format(count)} ${one(count, "session", "sessions")}`,
    openedAgo: (ago: string) => `opened ${ago} ago`,
    failed: "The projects could not be read",
    loading: "Reading the projects",
    again: "Read again",
  },
} as const;

function one(count: number, singular: string, other: string): string {
  return rules.select(count) === "one" ? singular : other;
}
