import type { ToolKind } from "@switchyard/core/protocol";
import type { NoticeKind, NoticePermission } from "../state/notices.ts";

const plural = new Intl.PluralRules("en");
const list = new Intl.ListFormat("en", { type: "conjunction" });

/** All that is said by notifications, and about them. */
export const notifyWords = {
  product: "Switchyard",
  asks: {
    read: "Asks to read a file",
    edit: "Asks to edit a file",
    delete: "Asks to delete a file",
    move: "Asks to move a file",
    search: "Asks to search",
    execute: "Asks to run a command",
    think: "Asks to start a task",
    fetch: "Asks to open an address",
    switch_mode: "Asks to switch the mode",
    other: "Asks to use a tool",
  } satisfies Record<ToolKind, string>,
  says: {
    approval: "Asks for permission",
    question: "Asks a question",
    failure: "Its last turn failed",
    finished: "Finished",
  } satisfies Record<NoticeKind, string>,
  withDetails: (verb: string, details: string) => `${verb}: ${details}`,
  several: {
    approval: (count: number) => `${count} ${one(count, "approval", "approvals")}`,
    question: (count: number) => `${count} ${one(count, "question", "questions")}`,
    failure: (count: number) => `${count} ${one(count, "failure", "failures")}`,
    finished: (count: number) => `${count} finished`,
  } satisfies Record<NoticeKind, (count: number) => string>,
  list: (parts: readonly string[]) => list.format(parts),

  button: "Notify me",
  buttonTitle: "Have this browser tell you when a session needs you",
  on: "Notifications on",
  blocked: "Notifications blocked",
  toSettings: "Notification settings",
  turnedOn: "This browser now tells you when a session needs you.",
  notAllowed: "The browser did not allow notifications.",

  settings: {
    title: "Notifications",
    text: "While Switchyard is open in a tab, but not of the session you look at. With several tabs, one notifies.",
    use: "Notify me in this browser",
    kinds: {
      approval: "Approvals",
      question: "Questions",
      failure: "Failures",
      finished: "Finished turns",
    } satisfies Record<NoticeKind, string>,
    kindTexts: {
      approval: "An agent asks to be allowed something.",
      question: "An agent asks you something.",
      failure: "A turn ended with a fault.",
      finished: "A turn ended while you were elsewhere.",
    } satisfies Record<NoticeKind, string>,
    sound: "Sound",
    soundText: "Two short notes with each. Off by default.",
    details: "Show what is asked",
    detailsText:
      "Commands, questions and last words, on a lock screen too. Off by default: only the session’s title and what kind of thing it is.",
    on: "On",
    off: "Off",
    states: {
      default: "The browser asks you once whether it may.",
      granted: "",
      denied:
        "The browser blocks notifications of this page. Allow them in its site settings: press the icon at the left of the address, then turn notifications on, and come back here.",
      none: "This browser has no notifications for pages. The title and the icon of the tab tell how much needs you.",
    } satisfies Record<NoticePermission, string>,
  },
} as const;

function one(count: number, singular: string, other: string): string {
  return plural.select(count) === "one" ? singular : other;
}
