import { INBOX_KINDS, type InboxItem, type InboxKind, isNews } from "../../state/inbox.ts";

/** A thing in the list; `isGone`: it was dealt with, and leaves when that moves nothing the user is at. */
export interface ShownItem {
  readonly item: InboxItem;
  readonly isGone: boolean;
}

/** What is shown, and how many new things wait to be. */
export interface Shown {
  readonly items: readonly ShownItem[];
  readonly fresh: number;
}

/** How the list follows what there is. */
export interface FollowRule {
  /** Nothing may move: what is new waits, what is gone stays. */
  readonly isHeld: boolean;
  /** Keys of what has just gone and stays a moment. */
  readonly lingering: ReadonlySet<string>;
}

/** The list that follows what is shown: rows that stay keep their order, whatever comes and goes. */
export function follow(before: readonly ShownItem[], live: readonly InboxItem[], rule: FollowRule): Shown {
  const byKey = new Map(live.map((item) => [item.key, item]));
  if (rule.isHeld) {
    const known = new Set(before.map(({ item }) => item.key));
    const items = before.map(({ item }) => {
      const now = byKey.get(item.key);
      return { item: now ?? item, isGone: now === undefined };
    });
    return { items, fresh: live.filter(({ key }) => !known.has(key)).length };
  }
  const items: ShownItem[] = live.map((item) => ({ item, isGone: false }));
  before.forEach(({ item }, at) => {
    if (byKey.has(item.key) || !rule.lingering.has(item.key)) return;
    const above = before.slice(0, at).findLast((one) => items.some((kept) => kept.item.key === one.item.key));
    items.splice(items.findIndex((kept) => kept.item.key === above?.item.key) + 1, 0, { item, isGone: true });
  });
  return { items, fresh: 0 };
}

/** What a row or a box of the list is. */
export type Entry =
  | { readonly type: "row"; readonly key: string; readonly row: ShownItem }
  | {
      readonly type: "box";
      readonly key: string;
      readonly label: string;
      readonly rows: readonly ShownItem[];
    };

export interface Group {
  readonly kind: InboxKind;
  /** Things that are not dealt with. */
  readonly count: number;
  readonly entries: readonly Entry[];
}

/** Which of it is looked at. */
export type InboxFilter = "all" | "needs" | "verify" | "finished";

/** The list by kind; like requests, of any sessions, are one box where their first stands. */
export function groupsOf(shown: readonly ShownItem[], filter: InboxFilter): Group[] {
  return INBOX_KINDS.filter((kind) => fits(kind, filter)).flatMap((kind) => {
    const rows = shown.filter(({ item }) => item.kind === kind);
    if (rows.length === 0) return [];
    const count = rows.filter(({ isGone }) => !isGone).length;
    return [{ kind, count, entries: boxed(rows) }];
  });
}

export function fits(kind: InboxKind, filter: InboxFilter): boolean {
  if (filter === "all") return true;
  return isNews(kind) ? kind === filter : filter === "needs";
}

function boxed(rows: readonly ShownItem[]): Entry[] {
  const byLike = Map.groupBy(rows, likeKey);
  return rows.flatMap((row): Entry[] => {
    const like = likeKey(row);
    const all = like === null ? [] : (byLike.get(like) ?? []);
    if (all.length < 2) return [{ type: "row", key: row.item.key, row }];
    if (all[0] !== row) return [];
    return [{ type: "box", key: `like:${like}`, label: likeLabel(row), rows: all }];
  });
}

function likeKey({ item: { request } }: ShownItem): string | null {
  return request?.kind === "permission" ? request.like.key : null;
}

function likeLabel({ item: { request } }: ShownItem): string {
  return request?.kind === "permission" ? request.like.label : "";
}

/** The rows in the order in which they stand on screen. */
export function rowsOf(groups: readonly Group[]): ShownItem[] {
  return groups.flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.type === "row" ? [entry.row] : entry.rows)),
  );
}

/** Where to go from a row that was dealt with: the next need below, else one above, else the next news. */
export function nextAfter(rows: readonly ShownItem[], key: string): InboxItem | undefined {
  const at = rows.findIndex(({ item }) => item.key === key);
  const ring = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))].filter(({ isGone }) => !isGone);
  const need = ring.find(({ item }) => !isNews(item.kind));
  return (need ?? ring[0])?.item;
}
