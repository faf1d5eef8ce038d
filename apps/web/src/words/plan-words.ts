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
  ticked: "Ticked for the next start",
  unfold: (title: string) => `Unfold ${title}`,
  fold: (title: string) => `Fold ${title}`,
  unfoldAll: "Unfold all",
  foldAll: "Fold all",
  showTimeline: "Timeline",
  showTree: "Tree",
  typeOf: (type: string) => spoken(type, "Bead"),
  below: { needs: "Something below needs you", failed: "A session below failed", running: "Running below" },

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
