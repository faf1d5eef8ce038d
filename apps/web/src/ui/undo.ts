import { dismissToast, toast, TOAST_MS } from "./toast.ts";
import { words } from "../words/en.ts";

interface Pending {
  readonly undo: () => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

const pending: Pending[] = [];

/**
 * Tells what was done and offers to take it back while its toast stays; then `settle` runs, unless the
 * page was closed meanwhile.
 */
export function offerUndo(text: string, does: { undo: () => void; settle?: () => void }): void {
  const timer = setTimeout(() => {
    pending.splice(pending.indexOf(own), 1);
    does.settle?.();
  }, TOAST_MS);
  const own: Pending = { undo: does.undo, timer };
  pending.push(own);
  toast(text, { label: words.undo, keys: "z", run: () => takeBack(own) });
}

/** Takes back what was done last, as long as that is possible. */
export function undoLast(): void {
  const last = pending.at(-1);
  if (last !== undefined) takeBack(last);
}

function takeBack(own: Pending): void {
  const at = pending.indexOf(own);
  if (at < 0) return;
  pending.splice(at, 1);
  clearTimeout(own.timer);
  dismissToast();
  own.undo();
}
