import { createSignal } from "solid-js";
import { z } from "zod";
import type { InboxKind } from "./inbox.ts";
import { onRemembered, recall, remember } from "./local.ts";

/** What this browser tells by notifications, and how; it is of the browser, not of the bridge. */
const NoticeSettings = z.object({
  isOn: z.boolean(),
  kinds: z.object({
    approval: z.boolean(),
    question: z.boolean(),
    failure: z.boolean(),
    finished: z.boolean(),
  }),
  hasSound: z.boolean(),
  /** Whether what is asked is in the notification, too: it may be secret. */
  hasDetails: z.boolean(),
});
export type NoticeSettings = z.infer<typeof NoticeSettings>;

/** What the browser lets the page do; `none`: it has no notifications. */
export type NoticePermission = NotificationPermission | "none";

const KEY = "notices";

const first: NoticeSettings = {
  isOn: false,
  kinds: { approval: true, question: true, failure: true, finished: true },
  hasSound: false,
  hasDetails: false,
};

// One for the page, like the theme: read at once, told by the other tabs.
const [settings, setSettings] = createSignal(read());
const [permission, setPermission] = createSignal(permissionNow());
onRemembered(KEY, () => setSettings(read()));
document.addEventListener("visibilitychange", () => setPermission(permissionNow()));

export const noticeSettings = settings;
export const noticePermission = permission;

/** Whether notifications are wanted, and allowed. */
export function areNoticesOn(): boolean {
  return settings().isOn && permission() === "granted";
}

export function changeNotices(values: Partial<NoticeSettings>): void {
  const next = { ...settings(), ...values };
  setSettings(next);
  remember(KEY, JSON.stringify(next));
}

/** What can be asked for apart; a bead to verify is something that has finished. */
export type NoticeKind = Exclude<InboxKind, "verify">;

export function noticeKindOf(kind: InboxKind): NoticeKind {
  return kind === "verify" ? "finished" : kind;
}

export function notifyOf(kind: NoticeKind, isWanted: boolean): void {
  changeNotices({ kinds: { ...settings().kinds, [kind]: isWanted } });
}

/** Turns notifications on; asks the browser where it was not asked yet. Only in answer to a press. */
export async function turnNoticesOn(): Promise<NoticePermission> {
  if (permissionNow() === "default") {
    await Notification.requestPermission().catch(() => "default");
  }
  setPermission(permissionNow());
  if (permission() === "granted") changeNotices({ isOn: true });
  return permission();
}

/** Reads what is kept and allowed anew. */
export function rereadNotices(): void {
  setSettings(read());
  setPermission(permissionNow());
}

function permissionNow(): NoticePermission {
  return typeof Notification === "undefined" ? "none" : Notification.permission;
}

function read(): NoticeSettings {
  try {
    return NoticeSettings.parse(JSON.parse(recall(KEY) ?? "null") ?? first);
  } catch {
    return first;
  }
}
