import type { PermissionDecision, ToolKind } from "@switchyard/core/protocol";
import type { QuestionItem, RequestItem } from "@switchyard/core/session";
import { askWords } from "./ask-words.ts";
import { moment } from "./en.ts";

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const plural = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** All that the inbox says. */
export const inboxWords = {
  title: "Inbox",
  detail: "Selected item",
  show: "Show",
  filters: { all: "All", needs: "Needs you", verify: "To verify", finished: "Finished" },
  groups: {
    approval: "Approvals",
    question: "Questions",
    failure: "Failures",
    verify: "Beads to verify",
    finished: "Finished, unread",
  },
  states: {
    approval: "Needs you",
    question: "Needs you",
    failure: "Failed",
    verify: "To verify",
    finished: "Finished",
  },
  loading: "Loading the inbox",
  verbs: {
    read: "Read",
    edit: "Edit",
    delete: "Delete",
    move: "Move",
    search: "Search",
    execute: "Run",
    think: "Start",
    fetch: "Open",
    switch_mode: "Switch",
    other: "",
  } satisfies Record<ToolKind, string>,
  andMore: (text: string, more: number) => `${text} And ${more} more ${one(more, "question", "questions")}`,
  failedPlain: "The last turn failed.",
  fresh: (count: number) => `${number.format(count)} new`,
  freshTitle: "Nothing moves while the pointer is in the list. Press to let it in.",
  markAllRead: "Mark all read",
  markedRead: (count: number) => `Marked ${number.format(count)} as read`,
  markRead: "Mark as read",
  read: "Read",
  noWords: "It ended without a word.",
  interruptFailed: "The turn could not be interrupted",
  markReadFailed: "It was not marked as read",

  box: {
    title: (count: number) => `${number.format(count)} like requests`,
    run: "run",
    allow: (ticked: number, all: number) =>
      ticked === all ? `Allow all ${number.format(all)} once` : `Allow ${number.format(ticked)} once`,
    reject: (ticked: number, all: number) =>
      ticked === all ? "Reject all" : `Reject ${number.format(ticked)}`,
    nothingTicked: "Tick a request first.",
    tick: (title: string) => `Tick ${title}`,
    openFirst: "Open it first: its input is longer than this line shows.",
    noOnce: "It can’t be allowed for once.",
    giving: (done: number, all: number) => `Sending ${number.format(done)} of ${number.format(all)}`,
    held: "Goes out when connected, if this page stays open",
    failed: (failed: number, all: number) =>
      all === 1
        ? "The answer did not go out"
        : `${number.format(failed)} of ${number.format(all)} answers did not go out`,
  },

  done: {
    allow_once: "Allowed once",
    allow_always: "Allowed for this session",
    reject_once: "Rejected",
    reject_always: "Rejected for this session",
  } satisfies Record<PermissionDecision, string>,
  answered: "Answered",
  skipped: "Skipped",
  elsewhere: "Answered elsewhere",
  noLonger: "No longer here",
  left: {
    title: "This no longer waits for you",
    text: "It was answered, or its turn has ended. The session has all of it.",
    how: (end: RequestItem["resolved"] | QuestionItem["resolved"]) => {
      if (end === null) return "This no longer waits for you";
      const how =
        "decision" in end
          ? askWords.decided(end.decision, end.by, clock.format(end.at))
          : askWords.formEnded(end.outcome, end.by, clock.format(end.at));
      return end.by === "user" ? askWords.elsewhere(how) : how;
    },
  },
  readInput: "Its input is long. Reading all of it",
  inputFailed: "Its whole input could not be read",

  who: (persona: string | null, backend: string) => (persona === null ? backend : `${persona} on ${backend}`),
  askedAgo: (ago: string) => `asked ${ago} ago`,
  endedAgo: (ago: string) => `ended ${ago} ago`,
  waits: "the turn is waiting, nothing times out",
  openSession: "Open session",
  back: "Back to the inbox",
  next: "Next",

  failure: {
    title: "The last turn failed",
    kept: "The history, the folder and your drafts are kept. The next message, or Continue, goes on from here.",
    goOn: "Continue",
    wentOn: "Goes on",
    goOnFailed: "It could not go on",
  },

  led: {
    title: "What led here",
    of: (shown: number, all: number) => `last ${number.format(shown)} of ${number.format(all)} events`,
    last: (shown: number) => `last ${number.format(shown)}`,
    none: "Nothing was done before.",
    failed: "What led here could not be read",
    verbs: {
      read: "Read",
      edit: "Edited",
      delete: "Deleted",
      move: "Moved",
      search: "Searched",
      execute: "Ran",
      think: "Worked on",
      fetch: "Opened",
      switch_mode: "Switched to",
      other: "Used",
    } satisfies Record<ToolKind, string>,
    failedTool: "failed",
  },

  snooze: {
    title: "Snooze",
    short: "For 20 minutes",
    hour: "For 1 hour",
    tomorrow: (until: number) => `Until tomorrow, ${clock.format(until)}`,
    done: (until: number) => `Snoozed until ${moment(until)}`,
    some: (count: number, next: number) => `${number.format(count)} snoozed, the next until ${moment(next)}`,
    bring: "Bring back",
    why: "It keeps waiting, and is not counted until then.",
  },

  empty: {
    title: "Nothing needs you.",
    running: (count: number) =>
      `${number.format(count)} ${one(count, "session is", "sessions are")} running.`,
    none: "No session is running.",
    fleet: "See them all in Fleet",
    sessions: "Go to the sessions",
    verifyTitle: "Nothing is to verify.",
    verifyText:
      "When a session on a bead ends its turn, its bead comes here until you say what becomes of it.",
    finishedTitle: "Nothing is unread.",
    finishedText: "What your sessions finish while you are elsewhere comes here.",
    chosen: "Choose something in the list",
  },
} as const;

function one(count: number, singular: string, other: string): string {
  return plural.select(count) === "one" ? singular : other;
}
