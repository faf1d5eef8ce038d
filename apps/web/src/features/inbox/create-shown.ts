import { type Accessor, createMemo, createSignal, onCleanup } from "solid-js";
import type { InboxItem } from "../../state/inbox.ts";
import { follow, type Shown } from "./inbox-model.ts";

/** How long a row that was dealt with stays, in ms. */
const LEAVING_MS = 600;

/**
 * What the list shows of `live`. While it is held nothing in it moves: what is new is counted, what is gone stays.
 * Else what is gone leaves after a moment, and new rows come where they belong.
 */
export function createShown(live: Accessor<readonly InboxItem[]>, isHeld: Accessor<boolean>) {
  const [turn, setTurn] = createSignal(0);
  const leaving = new Map<string, ReturnType<typeof setTimeout>>();
  const gone = new Set<string>();
  let isLetIn = false;
  onCleanup(() => leaving.forEach((timer) => clearTimeout(timer)));

  function leave(key: string): void {
    if (leaving.has(key) || gone.has(key)) return;
    const end = () => {
      leaving.delete(key);
      gone.add(key);
      setTurn((count) => count + 1);
    };
    leaving.set(key, setTimeout(end, LEAVING_MS));
  }

  const shown = createMemo<Shown>(
    (before) => {
      turn();
      const items = live();
      const there = new Set(items.map(({ key }) => key));
      for (const { item } of before.items) if (!there.has(item.key)) leave(item.key);
      for (const key of there) {
        clearTimeout(leaving.get(key));
        leaving.delete(key);
        gone.delete(key);
      }
      const rule = { isHeld: isHeld() && !isLetIn, lingering: new Set(leaving.keys()) };
      isLetIn = false;
      return follow(before.items, items, rule);
    },
    { items: [], fresh: 0 },
  );

  return {
    items: () => shown().items,
    /** How many new things wait until nothing is held. */
    fresh: () => shown().fresh,
    /** Shows what is new, whether anything is held or not. */
    letIn(): void {
      isLetIn = true;
      setTurn((count) => count + 1);
    },
  };
}
