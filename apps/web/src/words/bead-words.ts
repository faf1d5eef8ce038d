import type { BeadStateName } from "../features/bead/bead-state.ts";

const rules = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** What the page says of beads: their facts, their page, the field that picks one. */
export const beadWords = {
  bead: "Bead",
  copyId: "Copy the bead’s id",
  openBead: (id: string, title: string | undefined, state: string | undefined) =>
    [title === undefined ? id : `${id} ${title}`, state].filter(Boolean).join(", "),

  states: {
    closed: "Closed",
    in_progress: "In progress",
    blocked: "Blocked",
    ready: "Ready",
    deferred: "Deferred",
    other: "Open",
  } satisfies Record<BeadStateName, string>,
  /** A status that is the project's own, or has no rule here. */
  ownStatus: (status: string) => capitalised(status.replaceAll(/[_-]+/g, " ")),
  claimedBy: (state: string, who: string) => `${state}, claimed by ${who}`,
  types: {
    epic: "Epic",
    feature: "Feature",
    task: "Task",
    bug: "Bug",
    chore: "Chore",
  } as Readonly<Record<string, string>>,
  typeName: (type: string) => beadWords.types[type] ?? capitalised(type.replaceAll(/[_-]+/g, " ")),
  priority: (priority: number) => `P${priority}`,
  priorities: ["critical", "high", "medium", "low", "backlog"] as readonly string[],

  fields: {
    state: "State",
    priority: "Priority",
    assignee: "Assignee",
    owner: "Owner",
    labels: "Labels",
    estimate: "Estimate",
    created: "Created",
    started: "Started",
    updated: "Updated",
    closed: "Closed",
    due: "Due",
    deferred: "Deferred until",
    external: "External",
    reason: "Reason",
    parent: "Part of",
    acceptance: "Acceptance",
    blockedBy: "Blocked by",
    blocks: "Blocks",
  },
  byWhom: (who: string) => `by ${who}`,
  minutes: (minutes: number) => {
    const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
    if (hours === 0) return `${rest}m`;
    return rest === 0 ? `${hours}h` : `${hours}h ${rest}m`;
  },
  met: (met: number, all: number) => `${met} of ${all} met`,
  criteria: (count: number) => `${number.format(count)} ${one(count, "criterion", "criteria")}`,
  isMet: "Met",
  isNotMet: "Not met yet",
  turnEnded: (state: string) => `Turn ended. The bead is still ${state.toLowerCase()}.`,
  sessionStopped: (state: string) => `The session is stopped. The bead is still ${state.toLowerCase()}.`,
  closedUnder: (reason: string | undefined) =>
    reason === undefined || reason === "" || reason === "Closed"
      ? "The bead was closed. The session goes on until it is stopped."
      : `The bead was closed: ${reason}`,
  open: "Open the bead",
  workOn: "Work on",
  /** What some tasks do with a bead; all others work on it. */
  verbs: { "decompose-epic": "Break down", "verify-task": "Verify" } as Readonly<Record<string, string>>,
  message: (verb: string, id: string, title: string) =>
    `${verb} ${id}: ${/[.!?…]$/.test(title) ? title : `${title}.`}`,
  andMore: (count: number) => `and ${number.format(count)} more`,
  reading: "Reading the bead",
  readingTexts: "Reading its texts",
  notInProject: "not in this project",
  gone: "The tracker has no bead with this id any more.",

  page: {
    label: (title: string) => `Bead: ${title}`,
    back: "Back to the plan",
    close: "Hide this bead",
    start: "Start session",
    description: "Description",
    design: "Design",
    acceptance: "Acceptance criteria",
    notes: "Notes",
    comments: "Comments",
    children: "Parts",
    progress: (closed: number, total: number) => `${closed} of ${total} closed`,
    sessions: "Sessions",
    noSessions: "No session has worked on it.",
    together: (cost: string) => `${cost} together`,
    more: (count: number) => `More fields (${number.format(count)})`,
    noTexts: "Nothing is written here yet.",
    failedTitle: "The bead could not be read whole",
    again: "Read again",
    missingTitle: "No such bead",
    missingText: (id: string) =>
      `This project has no bead ${id}. It may have been deleted, or be another project’s.`,
  },

  edges: {
    blocks: { out: "Blocked by", in: "Blocks" },
    "conditional-blocks": { out: "Waits on the failure of", in: "Its failure lets go" },
    "waits-for": { out: "Waits for the parts of", in: "Its parts are awaited by" },
    "parent-child": { out: "Also part of", in: "Also has as parts" },
    "discovered-from": { out: "Found while working on", in: "Led to" },
    related: { out: "Related", in: "Related" },
    "relates-to": { out: "Related", in: "Related" },
    duplicates: { out: "Duplicate of", in: "Duplicated by" },
    supersedes: { out: "Takes the place of", in: "Replaced by" },
    "replies-to": { out: "Answers", in: "Answered by" },
    "caused-by": { out: "Caused by", in: "Caused" },
    tracks: { out: "Tracks", in: "Tracked by" },
    validates: { out: "Validates", in: "Validated by" },
  } as Readonly<Record<string, { readonly out: string; readonly in: string } | undefined>>,
  otherEdge: (type: string, isInward: boolean) =>
    `${capitalised(type.replaceAll(/[_-]+/g, " "))}${isInward ? ", from" : ""}`,

  field: {
    label: "Bead",
    optional: "optional",
    placeholder: "Find by words or id",
    clear: "Work on no bead",
    none: "No open bead matches",
    reading: "Reading beads",
    failed: (why: string) => `The beads could not be read: ${why}`,
    suggestedFor: (what: string) => `suggested for ${what}`,
    aType: (type: string) => `${/^[aeiou]/i.test(type) ? "an" : "a"} ${type}`,
    aRole: (role: string) => `the role ${role}`,
    addedTo: "added to the persona’s and the bead’s text.",
    blocked: (by: readonly string[]) =>
      `It is blocked by ${by.join(", ")}. The session can start all the same.`,
    closed: "It is closed already. The session can start all the same.",
    claimedBy: (who: string) =>
      `${who} has it in progress. An agent that finds a bead claimed may stop there.`,
    hasSession: (count: number) =>
      count === 1
        ? "A session works on it already. This starts one more."
        : `${number.format(count)} sessions work on it already. This starts one more.`,
    anotherFolder: "Another folder…",
    folder: "Folder",
    path: "Path of the folder",
  },
} as const;

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function one(count: number, singular: string, other: string): string {
  return rules.select(count) === "one" ? singular : other;
}
