import { sessionPath } from "../../state/sessions.ts";

/** Sessions that a split holds at most. */
export const MOST_PANES = 4;

/** The sessions that an address names, the first one first: each once, and no more than a split holds. */
export function paneIds(sessionId: string, split: string | undefined): string[] {
  const others = (split ?? "").split(",").filter((id) => SESSION_ID.test(id));
  return [...new Set([sessionId, ...others])].slice(0, MOST_PANES);
}

const SESSION_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The address of sessions side by side; of none, that of the list. */
export function splitPath([first, ...others]: readonly string[], isAlone: boolean): string {
  if (first === undefined) return "/sessions";
  const query = [
    ...(others.length > 0 ? [`split=${others.join(",")}`] : []),
    ...(isAlone ? ["window=1"] : []),
  ];
  return `${sessionPath(first)}${query.length > 0 ? `?${query.join("&")}` : ""}`;
}

/** The panes that are shown where `room` fit: the one that has the focus, then the others in their order. */
export function fitting(ids: readonly string[], focused: string | undefined, room: number): string[] {
  const chosen = new Set(
    [...ids.filter((id) => id === focused), ...ids.filter((id) => id !== focused)].slice(0, room),
  );
  return ids.filter((id) => chosen.has(id));
}
