import { createContext, createSignal, onCleanup, useContext } from "solid-js";
import { isApple } from "../ui/KeyHint.tsx";
import { type KeyEntry, type KeyName, keyTable } from "./table.ts";

/** Milliseconds in which the second key of a sequence must follow the first. */
const SEQUENCE_MS = 1000;

interface Binding {
  readonly entry: KeyEntry;
  readonly run: (event: KeyboardEvent) => void;
  readonly isActive: () => boolean;
}

/** Whether the keys of what is below act: of several views of a kind that are side by side, one has them. */
export const KeyScope = createContext<() => boolean>(() => true);

const bindings: Binding[] = [];
let pendingKey: string | undefined;
let pendingTimer: ReturnType<typeof setTimeout> | undefined;
const [extra, setExtra] = createSignal<readonly KeyEntry[]>([]);

/** The keys of views that are not in the table of the page, while they are on screen. */
export const extraKeys = (): readonly KeyEntry[] => [...new Set(extra())];

/**
 * Binds an action of the table, or a view's own entry, as long as the owner lives; the newest binding of a key
 * wins. The page listens once, on the window, after every component had its say (`preventDefault` ends it).
 */
export function createShortcut(name: KeyName | KeyEntry, run: (event: KeyboardEvent) => void): void {
  const entry = typeof name === "string" ? keyTable[name] : name;
  const binding: Binding = { entry, run, isActive: useContext(KeyScope) };
  bindings.unshift(binding);
  if (typeof name !== "string") setExtra((entries) => [...entries, entry]);
  onCleanup(() => {
    bindings.splice(bindings.indexOf(binding), 1);
    if (typeof name !== "string") setExtra((entries) => entries.toSpliced(entries.indexOf(entry), 1));
  });
}

/** What can be done by name here and now: the actions that their keys would run, the newest first. */
export function actionsHere(): readonly { readonly entry: KeyEntry; run(): void }[] {
  return bindings.flatMap((binding) => {
    const { entry } = binding;
    if (entry.inPlace === true || !entry.keys.some((keys) => match(keys) === binding)) return [];
    return [{ entry, run: () => binding.run(new KeyboardEvent("keydown")) }];
  });
}

/** Starts listening; called once by the page. */
export function listenToKeys(): void {
  window.addEventListener("keydown", onKeyDown);
  onCleanup(() => window.removeEventListener("keydown", onKeyDown));
}

/** Whether ⌘ is held, or Ctrl elsewhere. */
export function isMod(event: KeyboardEvent): boolean {
  return isApple ? event.metaKey : event.ctrlKey;
}

/** The `aria-keyshortcuts` of an action. */
export function ariaKeys(name: KeyName): string {
  return keyTable[name].keys.map((keys) => keys.replace("Mod", isApple ? "Meta" : "Control")).join(" ");
}

/** Whether a press is one of an action's keys. */
export function isPress(event: KeyboardEvent, name: KeyName): boolean {
  const pressed = chordOf(event)?.toLowerCase();
  return keyTable[name].keys.some((keys) => keys.toLowerCase() === pressed);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  if (document.querySelector("dialog[open]") !== null) return;
  const pressed = chordOf(event);
  if (pressed === undefined) return;
  if (isTextField(event.target) && !/Mod\+|^F\d|^Alt\+/.test(pressed)) return;
  const sequence = pendingKey === undefined ? undefined : `${pendingKey} ${pressed}`;
  forget();
  const binding = match(sequence) ?? match(pressed);
  if (binding !== undefined) {
    event.preventDefault();
    return binding.run(event);
  }
  if (bindings.some(({ entry }) => entry.keys.some((keys) => keys.startsWith(`${pressed} `)))) {
    pendingKey = pressed;
    pendingTimer = setTimeout(forget, SEQUENCE_MS);
  }
}

function match(pressed: string | undefined): Binding | undefined {
  if (pressed === undefined) return undefined;
  return bindings.find(
    ({ entry, isActive }) =>
      isActive() && entry.keys.some((keys) => keys.toLowerCase() === pressed.toLowerCase()),
  );
}

function forget(): void {
  clearTimeout(pendingTimer);
  pendingKey = undefined;
}

/** A press in the table's spelling; Shift is spelled for letters alone, since it is in the other characters. */
function chordOf(event: KeyboardEvent): string | undefined {
  const isTurn = event.altKey && event.key.startsWith("Arrow");
  if ((event.altKey && !isTurn) || ["Shift", "Control", "Meta", "Alt"].includes(event.key)) return undefined;
  const mod = isMod(event);
  if (!mod && (event.ctrlKey || event.metaKey)) return undefined;
  const shift = event.shiftKey && (/^[a-z]$/i.test(event.key) || event.key.length > 1);
  return `${mod ? "Mod+" : ""}${isTurn ? "Alt+" : ""}${shift ? "Shift+" : ""}${event.key}`;
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["radio", "checkbox", "button"].includes(target.type);
}
