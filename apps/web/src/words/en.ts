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

  broken: {
    title: "This view could not be shown",
    text: "The sessions are untouched; reloading the page shows them as they are.",
    copy: "Copy details",
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

  settings: {
    title: "Settings",
    failed: "The settings could not be read",
    away: "What is set is shown as it was. It can be changed once the bridge answers.",
    backends: "Backends",
    backendsText:
      "The programs that sessions run; a plug-in brings one more. One that is off is not looked at and not offered.",
    use: (backend: string) => `Use ${backend}`,
    on: "On",
    off: "Off",
    isOff: "Off. Its sessions stay readable and can’t go on.",
    logins: { ok: "Logged in", unknown: "Its first answer tells whether it is logged in" },
    demo: "Offline and scripted",
    sources: {
      settings: "set in the bridge’s own file",
      environment: "named in the bridge’s environment",
      path: "found on the PATH",
      bundled: "the development copy beside Switchyard",
      built_in: "Part of Switchyard, run by the bridge’s own Node",
    },
    abilities: {
      title: "What it can do",
      restart: "After a restart",
      resumes: "goes on with the same conversation",
      startsAnew: "starts a new conversation and is told what was said",
      permission: "Permission",
      asks: "asks before it acts",
      neverAsks: "can’t ask: its own settings decide",
      modes: "Permission modes",
      models: "Models",
      noModel: "none: what it says is a script",
      modelsUntold: "its own default; others are told with its first session",
      fixed: "chosen at the start",
      interrupt: "Interrupt",
      interrupts: "ends a turn and keeps the session",
      runsToItsEnd: "a turn runs to its end",
      shows: "Shows",
      thoughts: "its thoughts",
      usage: "what a turn used",
      answerOnly: "its answer alone",
    },
    defaultBackend: "Default backend",
    defaultBackendText: "What a new session starts with when nothing else is chosen.",
    automatic: "Automatic",
    automaticText: "The first that is ready",
    meantNow: (backend: string) => `now ${backend}`,
    file: {
      title: "The bridge’s own file",
      text: "Where programs are, and which further ones there are, is set in this file alone and never from a page. The bridge reads it when it starts. Each is a line inside the file’s braces.",
      copyPath: "Copy the file’s path",
      override: "Another program for a backend",
      copyOverride: "Copy the line for another program",
      program: "One more backend",
      programText:
        "Any program that speaks the Agent Client Protocol becomes a backend: give it an id, a name, its command and its arguments.",
      copyProgram: "Copy the line for one more backend",
    },
    theme: "Theme",
    themes: { system: "System", light: "Light", dark: "Dark" },
    about: "About",
    bridge: "Bridge",
    page: "Page",
    folder: "Folder the bridge was started for",
    saveFailed: "The setting was not saved",
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
