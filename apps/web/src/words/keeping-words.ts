const plural = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** What the page says of keeping sessions: their menu, what is stored of them, how long they stay. */
export const keepingWords = {
  menu: {
    of: (title: string) => `Actions for ${title}`,
    more: "More actions",
    title: "Title of the session",
    rename: "Rename",
    newBead: "New bead from this session",
    ownWindow: "Open in its own window",
    windowBlocked: "The browser opened no window. Allow this page to open windows, then try again.",
    find: "Find in this session",
    markUnread: "Mark as unread",
    markRead: "Mark as read",
    copyResume: "Copy resume command",
    noResumeCommand: "There is no conversation to go on with in a terminal yet.",
    noResumeWay:
      "This CLI has no command that goes on with a conversation in a terminal without damaging it.",
    copyId: "Copy session id",
    export: "Export",
    exportMarkdown: "Export as Markdown",
    exportJsonl: "Export as JSONL",
    exporting: "Writing the export",
    exported: (filename: string) => `Exported ${filename}`,
    resume: "Resume",
    stop: "Stop session",
    stopTitle: "Stop this session?",
    stopBody:
      "A turn runs. Stopping ends it and everything that it started. The history stays, and the session can be resumed.",
    keepRunning: "Keep running",
    archive: "Archive",
    archiveRuns: "A turn runs. Stop the session first.",
    takeOut: "Take out of the archive",
    archived: (title: string) => `Archived “${title}”`,
    delete: "Delete",
    deleted: (title: string) => `Deleted “${title}” with its history`,
    deletedFrom: (title: string, path: string) =>
      `Deleted “${title}” with its history. Work that is not committed stays in ${path}`,
    failed: (action: string, why: string) => `${action}: ${why}`,
  },
  disk: {
    full: "The disk takes nothing.",
    fullText: (count: number) =>
      `What ${one(count, "an agent says", `agents of ${count} sessions say`)} is kept in memory only, until it does. If it is full, free some space; nothing else is needed.`,
  },
  settings: {
    title: "Sessions and processes",
    processes: "Processes at once",
    processesText: "A start over this limit puts the longest idle one to sleep, or waits in line.",
    seeProcesses: "See what runs",
    automatic: (limit: number | null) =>
      limit === null ? "Automatic (default)" : `Automatic, ${limit} (default)`,
    sleep: "Put to sleep after",
    sleepText: "An idle session’s process is ended; its next message wakes it with the same conversation.",
    whenNeeded: "Only when its place is needed",
    minutes: (minutes: number) => span(minutes, "minute"),
    hours: (hours: number) => span(hours, "hour"),
    days: (days: number) => span(days, "day"),
    byDefault: (value: string) => `${value} (default)`,
    stopped: "Keep stopped sessions",
    stoppedText:
      "After that long without use a stopped session is deleted whole, an archived one too. One that is not stopped is never deleted.",
    always: "Always (default)",
  },
  size: {
    title: "Storage",
    size: (bytes: number, sessions: number) =>
      `${size(bytes)} in ${number.format(sessions)} ${one(sessions, "session", "sessions")}`,
    free: (bytes: number) => `${size(bytes)} free`,
    text: "Archiving puts a session out of sight and keeps all of it. Deleting one makes room.",
    toSessions: "Go to the sessions",
    failed: "The size could not be read",
    reading: "Reading the size",
  },
} as const;

function span(count: number, unit: "minute" | "hour" | "day"): string {
  return new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "long" }).format(count);
}

const UNITS = ["kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** A size as disks are sold: in thousands, with two digits at least. */
function size(bytes: number): string {
  const at = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3) - 1));
  const value = bytes / 1000 ** (at + 1);
  return new Intl.NumberFormat("en", {
    style: "unit",
    unit: UNITS[at] ?? "kilobyte",
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

function one(count: number, singular: string, other: string): string {
  return plural.select(count) === "one" ? singular : other;
}
