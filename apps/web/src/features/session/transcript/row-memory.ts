import { createContext, createSignal, type Signal, untrack, useContext } from "solid-js";

/** What the user chose in rows, kept while they are out of the page. */
export const RowMemory = createContext<Map<string, unknown>>();

/** A signal of a row that is remembered by its key while the log is open. */
export function createKept<T>(key: string): Signal<T | undefined> {
  const memory = useContext(RowMemory);
  const known = memory?.get(key);
  if (isSignal<T>(known)) return known;
  const made = createSignal<T>();
  memory?.set(key, made);
  return made;
}

/** Opens what is folded in a row, as a press on it does. */
export function openKept(memory: Map<string, unknown>, key: string): void {
  keep(memory, key, true);
}

/** What was chosen under a key; undefined: nothing yet. */
export function kept<T>(memory: Map<string, unknown>, key: string): T | undefined {
  const known = memory.get(key);
  return isSignal<T>(known) ? untrack(known[0]) : undefined;
}

/** Chooses something for a row, be it in the page or not. */
export function keep<T>(memory: Map<string, unknown>, key: string, value: T): void {
  const known = memory.get(key);
  if (isSignal<T>(known)) known[1](() => value);
  else memory.set(key, createSignal<T | undefined>(value));
}

/** The key of what an item shows when it is opened. */
export const foldKey = (itemId: string): string => `open:${itemId}`;
/** The key of whether a tool's input is shown. */
export const inputKey = (itemId: string): string => `input:${itemId}`;
/** The key of reads and searches in a row, by the first of them. */
export const looksKey = (itemId: string | undefined): string => `looks:${itemId}`;

/** Whoever made it under this key gave it this type. */
function isSignal<T>(known: unknown): known is Signal<T | undefined> {
  return Array.isArray(known);
}
