import type { StopReason } from "@switchyard/core/protocol";
import { limitWords } from "./limit-words.ts";

const plural = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** All that the fleet, the split view and a session's own window say. */
export const fleetWords = {
  title: "Fleet",
  newSession: "New session",
  tiles: "Tiles of sessions",
  filter: "State",
  filters: { all: "All", needs: "Needs you", running: "Running", finished: "Finished", idle: "Idle" },
  sort: "Order of the tiles",
  sorts: {
    needs: "Needs you first",
    start: "Newest first",
    activity: "Last active first",
    cost: "Highest cost first",
  },
  size: "Size of the tiles",
  sizes: { s: "S", m: "M", l: "L" },
  sizeNames: { s: "Small tiles", m: "Middle tiles", l: "Large tiles" },
  project: "Project",
  allProjects: "All projects",

  slots: (used: number, of: number) => `${used} of ${of} slots`,
  slotsTitle: (used: number, of: number) =>
    `${number.format(used)} of at most ${number.format(of)} processes live`,
  today: (cost: string) => `${cost} today`,
  todayUnknown: (cost: string) => `${cost} + unknown today`,
  todayTitle: (turns: number, without: number) =>
    [
      `${number.format(turns)} ${one(turns, "turn", "turns")} today`,
      ...(without === 0
        ? []
        : [`what ${number.format(without)} of them cost is not known and not in the sum`]),
    ].join("; "),
  /** A plan's limit by its program's own word. */
  limit: (backend: string, name: string) =>
    `${backend} ${limitWords.windows[name] ?? name.replaceAll("_", " ")}`,
  limitReached: (resets: string) => (resets === "" ? "reached" : `reached, resets ${resets}`),
  limitTitle: (percent: number | null, resets: string) =>
    [
      percent === null ? "How much is used is not told" : `${percent} % used`,
      ...(resets === "" ? [] : [`resets ${resets}`]),
    ].join(", "),

  you: "You",
  thinking: (clock: string) => `Thinking, ${clock}`,
  files: (count: number) => `${number.format(count)} ${one(count, "file", "files")},`,
  added: (count: number) => `+${number.format(count)}`,
  removed: (count: number) => `−${number.format(count)}`,
  addedLines: (count: number) => `${number.format(count)} ${one(count, "line", "lines")} added`,
  removedLines: (count: number) => `${number.format(count)} ${one(count, "line", "lines")} removed`,
  toolStates: { waits: "Waiting", runs: "Running", done: "Done", failed: "Failed" },
  /** How a turn ended that did not fail; empty: as it should. */
  ended: {
    end_turn: "",
    interrupted: "Interrupted",
    error: "",
    process_exit: "",
    refusal: "The model refused to answer",
    max_tokens: "The answer was cut: it reached the model’s limit",
  } satisfies Record<StopReason, string>,
  nothingYet: "Nothing said yet",
  notRead: "Its last lines could not be read",

  plan: (done: number, total: number) => `Plan: ${done} of ${total} done`,
  context: (tokens: string) => `Context: ${tokens} tokens, the window is not told`,
  contextOf: (percent: number) => `Context: ${percent} % full`,
  cost: (cost: string, without: number) =>
    without === 0
      ? `Cost: ${cost}`
      : `Cost: ${cost}, without ${number.format(without)} ${one(without, "turn", "turns")} whose cost is not known`,
  turns: (count: number) => `${number.format(count)} ${one(count, "turn", "turns")}`,
  wakes: "Next message wakes it",
  answer: "Answer",
  read: "Read and answer",
  choices: (count: number) => `${count} ${one(count, "choice", "choices")}`,
  questions: (count: number) => `${count} ${one(count, "question", "questions")}`,
  waiting: (count: number) => `1 of ${count}`,
  answerFor: (title: string) => `Answer: ${title}`,
  continue: "Continue",
  open: "Open session",
  continueFailed: "The session does not go on",
  interruptFailed: "The turn could not be interrupted",
  readFailed: "The request could not be read",

  empty: "No session is at work",
  emptyText: "Every session that is not stopped has a tile here, with its last lines.",
  emptyStopped: (count: number) =>
    `${number.format(count)} ${one(count, "session is", "sessions are")} stopped; they stay in the list.`,
  toSessions: "Go to the sessions",
  none: {
    all: "No session of this project is at work",
    needs: "Nothing needs you",
    running: "Nothing runs",
    finished: "Nothing finished that you have not read",
    idle: "No session is idle",
  },
  showAll: "Show all",
  loading: "Loading sessions",

  split: {
    open: "Split the view",
    add: "Add a session to the split",
    close: (title: string) => `Take ${title} out of the split`,
    pick: "Open beside it",
    filter: "Filter sessions",
    none: "No other session matches.",
    full: "A split holds four sessions. Take one out first.",
    tabs: "Sessions of the split",
    fits: (shown: number, all: number) =>
      `${shown} of ${all} ${one(shown, "fits", "fit")} side by side. Choose which.`,
    pane: (title: string) => `Session: ${title}`,
    gone: "This session is not there any more.",
    remove: "Take it out",
  },
} as const;

function one(count: number, singular: string, other: string): string {
  return plural.select(count) === "one" ? singular : other;
}
