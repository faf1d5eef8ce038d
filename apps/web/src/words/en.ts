const plural = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** All the page's words but the session view's, which are in `session-words.ts`. Numbers come with units. */
export const words = {
  product: "Switchyard",
  close: "Close",
  cancel: "Cancel",
  dismiss: "Dismiss",
  undo: "Undo",
  copied: "Copied",
  copyFailed: "The browser did not allow copying. Select the text and copy it yourself.",
  copyCommand: "Copy command",
  checkAgain: "Check again",
  tryNow: "Try now",
  reload: "Reload",
  back: "Back",
  notConnected: "Not connected to the bridge",

  nav: {
    main: "Main",
    inbox: "Inbox",
    sessions: "Sessions",
    fleet: "Fleet",
    plan: "Plan",
    search: "Search",
    processes: "Processes",
    settings: "Settings",
  },
  /** A session where no model works: said wherever its title stands for it. */
  titleWith: (title: string, backend: string) => `${title} (${backend})`,
  pageTitle: (name: string, needs: number) => `${needs > 0 ? `(${needs}) ` : ""}${name} · Switchyard`,

  status: {
    needs: "Needs you",
    failed: "Failed",
    running: "Running",
    starting: "Starting",
    finished: "Finished",
    idle: "Idle",
    asleep: "Idle, asleep",
    inLine: (place: number) => `Waiting, ${ordinal(place)} in line`,
    stopped: "Stopped",
    waitingFor: (what: string) => `Waiting for ${what}`,
    isOff: (backend: string) => `${backend} is off`,
    /** `resetsAt` in Unix seconds. */
    atLimit: (resetsAt: number | null) =>
      resetsAt === null ? "At its usage limit" : `At its usage limit until ${moment(resetsAt * 1000)}`,
    overBudget: "Budget reached",
  },
  needYou: (count: number) => `${number.format(count)} ${one(count, "needs", "need")} you`,
  oneNeedsYou: (title: string) => `${title} needs you`,
  needYouKey: "Go to the next thing that needs you",
  sessionsNeedYou: (count: number) => `${count} ${one(count, "session needs", "sessions need")} you.`,
  unread: (count: number) => `${count} unread`,
  asksQuestions: (count: number) => (count === 1 ? "Asks a question" : `Asks ${count} questions`),
  asks: (count: number) => (count === 1 ? "Asks for permission" : `Asks for permission, ${count} times`),

  connection: {
    live: "Live",
    connecting: "Connecting",
    reconnecting: "Reconnecting",
    offline: "Offline",
    caughtUpAt: (seq: number) => `Connected. Caught up at event ${number.format(seq)}`,
    connected: "Connected to the bridge",
    attempt: (attempt: number) => `Reconnecting, try ${attempt}`,
    away: "The bridge does not answer",
    keepWorking:
      "Sessions keep working while the bridge runs. You get everything you missed, in order; what you send now goes out once.",
    bridgeEnded: "If it was ended, start it again; this page comes back by itself.",
    nextTry: (seconds: number) => `next try in ${seconds} s`,
    caughtUp: (events: number) => `Caught up, ${number.format(events)} ${one(events, "event", "events")}`,
    newVersion: (version: string) => `The bridge runs version ${version}; this page is older.`,
  },

  door: {
    noToken: "Open the address that the bridge printed",
    noTokenText:
      "This browser has no key to the bridge yet. Look in the terminal where Switchyard runs: the address ends in #token=…",
    refused: "The bridge does not know this key",
    refusedText:
      "It was replaced, or it belongs to another bridge. Open the address that the bridge printed when it started.",
    rotated: "The key was replaced",
    rotatedText: "Open the address with the new key; it was printed by switchyard token --rotate.",
    protocol: "This page and the bridge do not fit",
    protocolText: "The bridge is another version. Reloading gets the page that belongs to it.",
  },

  list: {
    newSession: "New session",
    filter: "Filter sessions",
    filterPlaceholder: "Filter sessions",
    label: "Session list",
    loading: "Loading sessions",
    none: "No session matches",
    noneText: (filter: string) => `Nothing in the list holds “${filter}”.`,
    clearFilter: "Clear the filter",
    stopped: "Stopped",
    archived: "Archived",
    older: "Show older sessions",
    searchSaid: "Search in what was said",
    groupBy: "Group the list",
    groupedBy: (by: string) => `Group the list. Now by ${by.toLowerCase()}`,
    groupings: { epic: "Epic", project: "Project", state: "State", backend: "Backend" },
    /** Headings of a list that is grouped by state. */
    states: {
      needs: "Needs you",
      failed: "Failed",
      running: "Running",
      waiting: "Waiting",
      finished: "Finished",
      idle: "Idle",
      stopped: "Stopped",
    },
    hide: "Hide the list",
    show: "Show the list",
    count: (count: number) => `${count} ${one(count, "session", "sessions")}`,
    failed: "The sessions could not be read",
  },
  empty: {
    title: "Nothing open",
    text: "Pick a session on the left, or start one.",
    first: "Go to the first",
    unknownTitle: "No such session",
    unknownText: "The bridge knows no session with this address. It may have been deleted.",
    deletedTitle: "This session was deleted",
    deletedText: "Its history went with it.",
    pageTitle: "No such page",
    pageText: "Nothing has this address.",
    toSessions: "Go to the sessions",
  },

  backend: {
    checking: "Checking",
    ready: "Ready",
    notLoggedIn: "Not logged in",
    notInstalled: "Not installed",
    broken: "Does not run",
    off: "Off",
    allOff: "Every backend is turned off.",
    toSettings: "Turn one on in the settings",
    demoKind: "offline and scripted",
    demoCost: "no account, no cost",
    demoSentence: "Offline and scripted, no account, no cost.",
    bundled: "bundled",
    default: "Default",
    checkedJustNow: "checked just now",
    checkedAgo: (ago: string) => `checked ${ago} ago`,
    version: (version: string) => `Version ${version}`,
    loggedIn: "logged in",
    loading: "Loading backends",
    failed: "The backends could not be read",
    chooseReady: "Choose a backend that is ready.",
  },

  start: {
    title: "New session",
    folder: "Folder",
    others: (count: number) =>
      `${count} other ${one(count, "session works", "sessions work")} in this folder.`,
    persona: "Persona",
    backend: "Backend",
    model: "Model",
    defaultModel: "Default model",
    permissions: "Permissions",
    neverAsks: (backend: string) => `${backend} can’t ask: what it may do is set in its own settings`,
    firstMessage: "First message",
    addedTo: "added to the persona’s text.",
    messagePlaceholder: "What is to be done? Empty starts the session and waits.",
    preview: "Preview the prompt",
    hidePreview: "Hide the prompt",
    previewLabel: "Prompt of the persona",
    start: "Start",
    notConnected: "Not connected. What you typed is kept.",
    slow: "The bridge did not answer in time. Look in the list before you start it again.",
    emptyFolder: "Name a folder.",
    trustTitle: "Trust this folder?",
    trustLead: (folder: string) => `${folder} brings settings of its own. Starting here:`,
    trustAndStart: "Trust this folder and start",
    trustFoot: "You are asked again when these files change.",
    brings: {
      hooks: "runs these commands, unasked",
      servers: "starts these servers",
      environment: "sets these environment variables",
      commands: "replaces these programs",
      permissions: "changes what may run without asking",
      unreadable: "holds a file that could not be read",
    },
  },
  modes: {
    default: "Ask first",
    acceptEdits: "Accept edits",
    plan: "Plan only",
    bypassPermissions: "Never ask",
  },
  modesDetail: {
    default: "Asks before it edits a file or runs a command",
    acceptEdits: "Edits files in the folder without asking; asks before it runs a command",
    plan: "Reads and plans; changes nothing",
    bypassPermissions: "Not available here",
  },

  keys: {
    title: "Keyboard shortcuts",
    note: "Plain letters act outside text fields.",
    groups: {
      anywhere: "Anywhere",
      firstRun: "With no session yet",
      list: "Session list",
      plan: "Plan",
      inbox: "Inbox",
      fleet: "Fleet",
      session: "Session",
      dialog: "New session",
    },
  },

  ago: (seconds: number) => {
    if (seconds < 60) return `${Math.max(1, Math.floor(seconds))}s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
    if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
    if (seconds < 7 * 86_400) return `${Math.floor(seconds / 86_400)}d`;
    return shortDate.format(Date.now() - seconds * 1000);
  },
} as const;

const shortDate = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  hour: "numeric",
  minute: "2-digit",
});

/** A time to come, in Unix ms: the time of day where it is within a day. */
export function moment(ms: number): string {
  return (ms - Date.now() < 86_400_000 ? clock : dayAndClock).format(ms);
}

const ordinals = new Intl.PluralRules("en", { type: "ordinal" });

function ordinal(place: number): string {
  const ends: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };
  return `${place}${ends[ordinals.select(place)] ?? "th"}`;
}

function one(count: number, singular: string, other: string): string {
  return plural.select(count) === "one" ? singular : other;
}
