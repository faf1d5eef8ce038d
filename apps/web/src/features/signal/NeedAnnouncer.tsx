import { useLocation } from "@solidjs/router";
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { useApp } from "../../state/app.ts";
import { fullTitle } from "../../state/full-title.ts";
import type { Need } from "../../state/needs.ts";
import { words } from "../../words/en.ts";

/** At most one word in so many ms, summed up. */
const QUIET_MS = 5000;

/** Tells a screen reader of each new need once; the session that is open tells of its own. */
export default function NeedAnnouncer() {
  const app = useApp();
  const location = useLocation();
  const [said, setSaid] = createSignal("");
  const waiting: Need[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(
    on(app.standing.all, (now, before) => {
      // What was there when the page came is no news.
      if (before === undefined || !app.requests.isLoaded()) return;
      const known = new Set(before.map(({ key }) => key));
      waiting.push(...now.filter((need) => !known.has(need.key) && !isOpen(need)));
      if (waiting.length > 0) timer ??= setTimeout(tell);
    }),
  );
  onCleanup(() => clearTimeout(timer));

  function isOpen({ sessionId }: Need): boolean {
    return (
      location.pathname.startsWith("/sessions/") &&
      `${location.pathname}${location.search}`.includes(sessionId)
    );
  }

  function tell(): void {
    timer = undefined;
    const [first, ...rest] = waiting.splice(0);
    if (first === undefined) return;
    const session = app.sessions.get(first.sessionId);
    const title = session && fullTitle(session.title, app.backends.get(session.backendId));
    setSaid(
      rest.length === 0 && title !== undefined ? words.oneNeedsYou(title) : words.needYou(rest.length + 1),
    );
    timer = setTimeout(tell, QUIET_MS);
  }

  return (
    <div class="sr-only" role="alert" aria-live="assertive">
      {said()}
    </div>
  );
}
