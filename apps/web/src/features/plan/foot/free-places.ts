import type { App } from "../../../state/app.ts";

/** How many more sessions could have an open turn now, of how many; null: the settings are not read yet. */
export function freePlaces(app: App): { free: number; limit: number } | null {
  const limit = app.settings.settings()?.processLimit;
  if (limit === undefined) return null;
  // An idle process gives its place to a start: only those at work take one.
  const busy = app.sessions.list.filter(
    ({ startPlace, status }) => status === "running" && startPlace === null,
  ).length;
  return { limit, free: Math.max(0, limit - busy) };
}
