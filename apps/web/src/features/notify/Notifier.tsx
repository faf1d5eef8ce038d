import { useLocation, useNavigate } from "@solidjs/router";
import { createEffect, createMemo, on, onCleanup } from "solid-js";
import { useApp } from "../../state/app.ts";
import { type InboxItem, inboxItems, pathOfItem } from "../../state/inbox.ts";
import { noticeSettings } from "../../state/notices.ts";
import { sessionPath } from "../../state/sessions.ts";
import { beTheOne } from "./be-the-one.ts";
import { createLooks } from "./looks.ts";
import { noticeText } from "./notice-text.ts";
import { type Notice, noticesFor } from "./notify-model.ts";
import { playTone } from "./tone.ts";

/** What comes within so many ms is told together; what is answered by then is not told. */
const GATHER_MS = 800;

/** Tells of what is new in the inbox by the browser's notifications, and takes back what was dealt with. */
export default function Notifier() {
  const app = useApp();
  const location = useLocation();
  const navigate = useNavigate();
  const isTheOne = beTheOne();
  const looks = createLooks(() => location.pathname + location.search);
  const shown = new Map<Notification, Notice>();
  const gathered = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const items = createMemo(() =>
    app.sessions.isLoaded() && app.requests.isLoaded() ? inboxItems(app) : undefined,
  );
  createEffect(on(() => location.pathname + location.search, looks.tell));
  createEffect(
    on(items, (now, before) => {
      if (now === undefined) return;
      takeBack(now);
      // What was there when the page came is no news.
      if (before === undefined) return;
      const known = new Set(before.map(({ key }) => key));
      for (const { key } of now) if (!known.has(key)) gathered.add(key);
      if (gathered.size > 0) timer ??= setTimeout(tellGathered, GATHER_MS);
    }),
  );
  onCleanup(() => {
    clearTimeout(timer);
    for (const notification of shown.keys()) notification.close();
  });

  function tellGathered(): void {
    timer = undefined;
    const fresh = (items() ?? []).filter(({ key }) => gathered.has(key));
    gathered.clear();
    if (!isTheOne()) return;
    const told = [...shown.values()].flatMap((notice) => notice.items);
    const notices = noticesFor(fresh, { settings: noticeSettings(), looks: looks.all(), told });
    const [first] = notices;
    if (first !== undefined && first.items.length > 1) closeAll();
    if (notices.filter(tell).length > 0 && noticeSettings().hasSound) void playTone();
  }

  function tell(notice: Notice): boolean {
    const { title, body } = noticeText(app, notice, noticeSettings().hasDetails);
    const tag = `switchyard:${notice.items.length === 1 ? notice.items[0]?.key : "several"}`;
    try {
      const notification = new Notification(title, { body, tag, icon: "/favicon.svg", silent: true });
      notification.addEventListener("click", () => {
        notification.close();
        window.focus();
        navigate(placeOf(notice));
      });
      notification.addEventListener("close", () => shown.delete(notification));
      shown.set(notification, notice);
      return true;
    } catch {
      // Some browsers of phones have notifications for service workers alone.
      return false;
    }
  }

  /** Of what was told, only what still waits stays told. */
  function takeBack(now: readonly InboxItem[]): void {
    const there = new Set(now.map(({ key }) => key));
    for (const [notification, notice] of shown) {
      const left = notice.items.filter(({ key }) => there.has(key));
      if (left.length > 0) shown.set(notification, { items: left });
      else {
        shown.delete(notification);
        notification.close();
      }
    }
  }

  function closeAll(): void {
    const all = [...shown.keys()];
    shown.clear();
    for (const notification of all) notification.close();
  }

  return null;
}

/** A request is answered in the inbox; what has ended is read in its session; several are a list. */
function placeOf({ items }: Notice): string {
  const [first] = items;
  if (items.length !== 1 || first === undefined) return "/inbox";
  return first.request === null ? sessionPath(first.session.sessionId) : pathOfItem(first);
}
