import { createSignal } from "solid-js";

/** A word on what just happened, gone by itself; with what takes it back, or one or two ways on. */
export interface ToastMessage {
  readonly id: number;
  readonly text: string;
  readonly actions: readonly ToastAction[];
}

export interface ToastAction {
  readonly label: string;
  readonly keys?: string;
  readonly run: () => void;
}

/** Milliseconds that a toast stays. */
export const TOAST_MS = 8000;

const [current, setCurrent] = createSignal<ToastMessage | null>(null);
let nextId = 0;

/** The toast that shows now; a new one takes its place. */
export const currentToast = current;

export function toast(text: string, ...actions: readonly ToastAction[]): void {
  nextId += 1;
  const id = nextId;
  setCurrent({ id, text, actions });
  setTimeout(() => setCurrent((shown) => (shown?.id === id ? null : shown)), TOAST_MS);
}

export function dismissToast(): void {
  setCurrent(null);
}
