/**
 * The lines of a tracker with all their times moved by whole seconds so that the latest of those that tell what has
 * happened is `now`; nothing else changes.
 * @param now Unix milliseconds
 */
export function freshened(lines: string, now: number): string {
  const happened = [...lines.matchAll(TIME)].filter(([, name]) => !AHEAD.has(name ?? ""));
  const latest = Math.max(...happened.map(([, , time]) => Date.parse(time ?? "")));
  if (!Number.isFinite(latest)) return lines;
  const by = Math.floor((now - latest) / 1000) * 1000;
  return lines.replaceAll(TIME, (_, name: string, time: string) => {
    return `"${name}":"${new Date(Date.parse(time) + by).toISOString().replace(".000Z", "Z")}"`;
  });
}

/** As the sample writes them: in UTC, without blanks around. */
const TIME = /"([a-z_]+_at|defer_until)":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"/g;

/** They tell what is meant to happen. */
const AHEAD: ReadonlySet<string> = new Set(["due_at", "defer_until"]);
