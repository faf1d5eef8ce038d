import { useLocation } from "@solidjs/router";
import { createEffect } from "solid-js";
import { useApp } from "../state/app.ts";
import { fullTitle } from "../state/full-title.ts";
import { words } from "../words/en.ts";

const places = [
  ["/inbox", words.nav.inbox],
  ["/fleet", words.nav.fleet],
  ["/plan", words.nav.plan],
  ["/search", words.nav.search],
  ["/processes", words.nav.processes],
  ["/settings", words.nav.settings],
] as const;

/** Keeps the tab's title and icon: what is open, and how much needs the user. */
export function keepPageTitle(): void {
  const app = useApp();
  const location = useLocation();
  const name = () => {
    const sessionId = /^\/sessions\/([^/]+)/.exec(location.pathname)?.[1];
    const session = sessionId === undefined ? undefined : app.sessions.get(sessionId);
    if (session !== undefined) return fullTitle(session.title, app.backends.get(session.backendId));
    return places.find(([path]) => location.pathname.startsWith(path))?.[1] ?? words.nav.sessions;
  };
  createEffect(() => {
    document.title = words.pageTitle(name(), app.standing.needs());
  });
  createEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    icon?.setAttribute("href", app.standing.needs() > 0 ? "/favicon-needs.svg" : "/favicon.svg");
  });
}
