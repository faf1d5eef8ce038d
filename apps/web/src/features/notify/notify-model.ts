import { type NoticeKind, noticeKindOf, type NoticeSettings } from "../../state/notices.ts";
import type { InboxItem } from "../../state/inbox.ts";

/** What a tab shows, as the tabs tell each other. */
export interface Look {
  readonly tabId: string;
  readonly isVisible: boolean;
  /** The address that is open. */
  readonly path: string;
}

/** One notification: of one thing, or of several. */
export interface Notice {
  readonly items: readonly InboxItem[];
}

export interface NoticeContext {
  readonly settings: NoticeSettings;
  readonly looks: readonly Look[];
  /** What was told and still waits. */
  readonly told: readonly InboxItem[];
}

/** How many things are told one by one; more are one notification that sums them up. */
export const MOST_APART = 2;

/** What to tell of what is new: of the kinds that are wanted, and of nothing that is on a screen that is looked at. */
export function noticesFor(fresh: readonly InboxItem[], { settings, looks, told }: NoticeContext): Notice[] {
  const news = fresh.filter(
    (item) => settings.kinds[noticeKindOf(item.kind)] && !looks.some((look) => shows(look, item)),
  );
  if (news.length === 0) return [];
  const all = [...told, ...news];
  return all.length > MOST_APART ? [{ items: all }] : news.map((item) => ({ items: [item] }));
}

/** Whether a tab that is looked at shows a thing: its session, the inbox, or the fleet. */
function shows({ isVisible, path }: Look, { session: { sessionId } }: InboxItem): boolean {
  if (!isVisible) return false;
  return path.startsWith("/inbox") || path.startsWith("/fleet") || path.includes(sessionId);
}

/** How many of each kind, in the order in which they are told. */
export function kindsOf(items: readonly InboxItem[]): readonly (readonly [NoticeKind, number])[] {
  return (["approval", "question", "failure", "finished"] as const).flatMap((kind) => {
    const count = items.filter((item) => noticeKindOf(item.kind) === kind).length;
    return count === 0 ? [] : [[kind, count] as const];
  });
}
