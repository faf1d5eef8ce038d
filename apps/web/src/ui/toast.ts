import { createSignal } from "solid-js";

/** A word on what just happened, gone by itself; at most one action, to take it back. */
export interface ToastMessage {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly keys?: string; readonly run: () => void };
}

/** Milliseconds that a toast stays. */
export const TOAST_MS = 8000;

const [current, setCurrent] = createSignal<ToastMessage | null>(null);
let nextId = 0;

/** The toast that shows now; a new one takes its place. */
export const currentToast = current;

export function toast(text: string, action?: ToastMessage["action"]): void {
  nextId += 1;
  const id = nextId;
  setCurrent(action === undefined ? { id, text } : { id, text, action });
  setTimeout(() => setCurrent((shown) => (shown?.id === id ? null : shown)), TOAST_MS);
}

export function dismissToast(): void {
  setCurrent(null);
}
