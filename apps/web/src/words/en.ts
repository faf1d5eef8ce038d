const plural = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** All the page's words but the session view's, which are in `session-words.ts`. Numbers come with units. */
export const words = {
  product: "Switchyard",
  close: "Close",
  cancel: "Cancel",
  dismiss: "Dismiss",
  copied: "Copied",
  copyFailed: "The browser did not allow copying. Select the text and copy it yourself.",
  copyCommand: "Copy command",
  checkAgain: "Check again",
  tryNow: "Try now",
  reload: "Reload",
  back: "Back",

  nav: { main: "Main", sessions: "Sessions", settings: "Settings" },
  pageTitle: (name: string, needs: number) => `${needs > 0 ? `(${needs}) ` : ""}${name} · Switchyard`,

  status: {
    needs: "Needs you",
    failed: "Failed",
    running: "Running",
    starting: "Starting",
    finished: "Finished",
    idle: "Idle",
    asleep: "Idle, asleep",
    stopped: "Stopped",
    waitingFor: (what: string) => `Waiting for ${what}`,
  },
  needYou: (count: number) => `${number.format(count)} ${one(count, "needs", "need")} you`,
  needYouKey: "Go to the next session that needs you",
  sessionsNeedYou: (count: number) => `${count} ${one(count, "session needs", "sessions need")} you.`,
  unread: (count: number) => `${count} unread`,
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
    filterPlaceholder: "Filter by name, folder, persona",
    label: "Session list",
    loading: "Loading sessions",
    none: "No session matches",
    noneText: (filter: string) => `Nothing in the list holds “${filter}”.`,
    clearFilter: "Clear the filter",
    stopped: "Stopped",
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
    pageTitle: "No such page",
    pageText: "Nothing has this address.",
    toSessions: "Go to the sessions",
  },

  broken: {
    title: "This view could not be shown",
    text: "The sessions are untouched; reloading the page shows them as they are.",
    copy: "Copy details",
  },

  first: {
    title: "Start an agent. Then start nine more.",
    lead: "Switchyard runs the coding agents you already have, side by side, on this machine. They keep going while you look elsewhere, and wait when they need you.",
    machine: "On this machine",
    cardTitle: "Start your first session",
    cardText: "Any folder will do. You choose what may run without asking.",
    foot: "The bridge listens on this machine alone. Agents talk to their own makers, as they do in your terminal.",
  },

  backend: {
    checking: "Checking",
    ready: "Ready",
    notLoggedIn: "Not logged in",
    notInstalled: "Not installed",
    broken: "Does not run",
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
    firstMessage: "First message",
    addedTo: "added to the persona’s text.",
    messagePlaceholder: "What is to be done? Empty starts the session and waits.",
    preview: "Preview the prompt",
    hidePreview: "Hide the prompt",
    previewLabel: "Prompt of the persona",
    noPrompt: "This persona adds no text.",
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
    defaultBackend: "Default backend",
    defaultBackendText: "What a new session starts with when nothing else is chosen.",
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
    groups: { anywhere: "Anywhere", list: "Session list", session: "Session", dialog: "New session" },
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

function one(count: number, singular: string, other: string): string {
  return plural.select(count) === "one" ? singular : other;
}
