import { useLocation, useNavigate } from "@solidjs/router";
import {
  type Accessor,
  createContext,
  createEffect,
  createMemo,
  createSignal,
  on,
  useContext,
} from "solid-js";
import { type App, useApp } from "../../state/app.ts";
import { type InboxItem, inboxItems, pathOfItem } from "../../state/inbox.ts";
import { createShown } from "./create-shown.ts";
import { createTicks, type Ticks } from "./create-ticks.ts";
import {
  fits,
  type Group,
  groupsOf,
  type InboxFilter,
  nextAfter,
  rowsOf,
  type ShownItem,
} from "./inbox-model.ts";

/** The inbox as it is on screen: the list, what is chosen in it, and what was done with it here. */
export interface Inbox {
  readonly app: App;
  readonly filter: Accessor<InboxFilter>;
  setFilter(filter: InboxFilter): void;
  count(filter: InboxFilter): number;
  readonly groups: Accessor<readonly Group[]>;
  readonly rows: Accessor<readonly ShownItem[]>;
  /** How many new things wait until the pointer leaves the list. */
  readonly fresh: Accessor<number>;
  letIn(): void;
  setHeld(isHeld: boolean): void;
  /** What is at the address; it stays when it leaves the list. */
  readonly chosen: Accessor<ShownItem | undefined>;
  choose(item: InboxItem): void;
  /** Chooses the next row, or another by its place; false where there is none. */
  move(to: 1 | -1 | "first" | "last"): boolean;
  /** Goes to what is next to do. */
  goOn(): void;
  readonly ticks: Ticks;
  /** Says how a thing was dealt with here, and goes on to the next once it is gone. */
  settle(key: string, word: string): void;
  unsettle(key: string): void;
  /** How a thing that is gone was dealt with, where that was here. */
  wordOf(key: string): string | undefined;
  /** Why its answer did not go out. */
  faultOf(key: string): string | undefined;
  setFault(key: string, why: string | null): void;
}

export const InboxContext = createContext<Inbox>();

export function useInbox(): Inbox {
  const inbox = useContext(InboxContext);
  if (inbox === undefined) throw new Error("useInbox needs an InboxContext.Provider above it");
  return inbox;
}

export function createInbox(): Inbox {
  const app = useApp();
  const location = useLocation();
  const navigate = useNavigate();
  const [filter, setFilter] = createSignal<InboxFilter>("all");
  const [isHeld, setHeld] = createSignal(false);
  const [words, setWords] = createSignal<ReadonlyMap<string, string>>(new Map());
  const [faults, setFaults] = createSignal<ReadonlyMap<string, string>>(new Map());
  const live = createMemo(() => inboxItems(app));
  const shown = createShown(live, isHeld);
  const groups = createMemo(() => groupsOf(shown.items(), filter()));
  const rows = createMemo(() => rowsOf(groups()));

  const chosen = createMemo<ShownItem | undefined>((before) => {
    const isHere = (item: InboxItem) => pathOfItem(item) === location.pathname;
    // What is new and held back can be gone to by its address all the same.
    const item = live().find(isHere);
    if (item !== undefined) return { item, isGone: false };
    return before !== undefined && isHere(before.item) ? { item: before.item, isGone: true } : undefined;
  });
  const choose = (item: InboxItem) =>
    navigate(pathOfItem(item), { replace: location.pathname !== "/inbox", scroll: false });

  function goOn(): void {
    const key = chosen()?.item.key;
    const next = nextAfter(rows(), key ?? "");
    if (next === undefined || next.key === key) navigate("/inbox", { replace: true });
    else choose(next);
  }

  // What was dealt with here gives way to the next; what was answered elsewhere stays to be read.
  createEffect(
    on(chosen, (now) => {
      if (now?.isGone === true && words().has(now.item.key)) goOn();
    }),
  );

  // What comes back, from a snooze or by an undo, was not dealt with.
  createEffect(
    on(live, (now, before = []) => {
      const known = new Set(before.map(({ key }) => key));
      const back = now.filter(({ key }) => !known.has(key) && words().has(key));
      for (const { key } of back) setWords((kept) => without(kept, key));
    }),
  );

  return {
    app,
    filter,
    setFilter,
    count: (of) => live().filter(({ kind }) => fits(kind, of)).length,
    groups,
    rows,
    fresh: shown.fresh,
    letIn: shown.letIn,
    setHeld,
    chosen,
    choose,
    move(to) {
      const there = rows();
      const at = there.findIndex(({ item }) => item.key === chosen()?.item.key);
      const target = typeof to === "number" ? Math.max(0, at + to) : to === "first" ? 0 : there.length - 1;
      const row = there[Math.min(there.length - 1, target)];
      if (row !== undefined) choose(row.item);
      return row !== undefined;
    },
    goOn,
    ticks: createTicks(),
    settle: (key, word) => setWords((known) => new Map([...known, [key, word]])),
    unsettle: (key) => setWords((known) => without(known, key)),
    wordOf: (key) => words().get(key),
    faultOf: (key) => faults().get(key),
    setFault: (key, why) =>
      setFaults((known) => (why === null ? without(known, key) : new Map([...known, [key, why]]))),
  };
}

function without(known: ReadonlyMap<string, string>, key: string): ReadonlyMap<string, string> {
  const next = new Map(known);
  next.delete(key);
  return next;
}
