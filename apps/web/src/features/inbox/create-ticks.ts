import { createSignal } from "solid-js";
import type { InboxItem } from "../../state/inbox.ts";
import { inboxWords as words } from "../../words/inbox-words.ts";
import { wholeLine } from "./request-line.ts";

/** Which like requests are answered in one go. */
export interface Ticks {
  has(item: InboxItem): boolean;
  set(item: InboxItem, isTicked: boolean): void;
  /** Why it can't be ticked; null where it can. */
  refuses(item: InboxItem): string | null;
  /** Its whole input was shown. */
  markRead(key: string): void;
}

/** At first those are ticked whose whole input is read in their line; one that takes more has to be opened first. */
export function createTicks(): Ticks {
  const [chosen, setChosen] = createSignal<ReadonlyMap<string, boolean>>(new Map());
  const [read, setRead] = createSignal<ReadonlySet<string>>(new Set());

  function refuses({ key, request }: InboxItem): string | null {
    if (request?.kind !== "permission") return words.box.noOnce;
    if (!request.options.some(({ decision }) => decision === "allow_once")) return words.box.noOnce;
    return wholeLine(request) === null && !read().has(key) ? words.box.openFirst : null;
  }

  return {
    refuses,
    has(item) {
      if (refuses(item) !== null) return false;
      const isPlain = item.request !== null && wholeLine(item.request) !== null;
      return chosen().get(item.key) ?? isPlain;
    },
    set(item, isTicked) {
      if (refuses(item) === null) setChosen((ticks) => new Map([...ticks, [item.key, isTicked]]));
    },
    markRead(key) {
      if (!read().has(key)) setRead((keys) => new Set([...keys, key]));
    },
  };
}
