import { type Accessor, createSignal, onCleanup } from "solid-js";
import { z } from "zod";
import { now } from "./clock.ts";
import { onRemembered, recall, remember } from "./local.ts";

/** What the user put off, by its key; it comes back when its time has come. */
export interface Snoozed {
  has(key: string): boolean;
  /** Until when, in Unix ms; null brings it back. */
  set(key: string, until: number | null): void;
  /** What is put off now: by key, until when. */
  readonly all: Accessor<ReadonlyMap<string, number>>;
}

export function createSnoozed(): Snoozed {
  const [entries, setEntries] = createSignal<ReadonlyMap<string, number>>(read());
  onCleanup(onRemembered(KEY, () => setEntries(read())));
  const isPending = (until: number | undefined) => until !== undefined && until > now();
  return {
    has: (key) => isPending(entries().get(key)),
    set(key, until) {
      const next = new Map([...entries()].filter(([, time]) => time > Date.now()));
      if (until === null) next.delete(key);
      else next.set(key, until);
      setEntries(next);
      remember(KEY, next.size === 0 ? null : JSON.stringify([...next]));
    },
    all: () => new Map([...entries()].filter(([, until]) => isPending(until))),
  };
}

const KEY = "snoozed";
const Entries = z.array(z.tuple([z.string(), z.number()]));

function read(): Map<string, number> {
  try {
    return new Map(Entries.parse(JSON.parse(recall(KEY) ?? "[]")));
  } catch {
    return new Map();
  }
}
