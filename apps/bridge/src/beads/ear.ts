import type { Timing } from "./timing.ts";
import type { FileChange } from "./watch.ts";

/**
 * Hears what happens in a tracker's folder, and says when it is to be read because of that. What our own calls do
 * there cannot be told from what others do meanwhile: so one more reading looks for it once they have settled, and
 * what is heard during that one counts only if it found something.
 */
export interface Ear {
  /** Something in the folder has changed. What comes and goes again unread, as a lock does, is nothing. */
  heard(change: FileChange): void;
  /** Whether others have, or may have, changed something that no reading has looked for yet. */
  isPending(): boolean;
  /** A program of ours starts. */
  callBegan(): void;
  callEnded(): void;
  /** A reading of everything starts: it will see all that was heard up to now. */
  readBegan(): void;
  readEnded(read: { readonly hasFound: boolean }): void;
  /** Forgets what was heard. */
  close(): void;
}

export interface EarOptions {
  readonly timing: Pick<Timing, "debounceMs" | "settleMs" | "echoMs">;
  /** Now is the time to read. */
  readonly due: () => void;
}

export function makeEar({ timing, due }: EarOptions): Ear {
  /** Runs from the last event: the change may not be finished. */
  let debounce: NodeJS.Timeout | undefined;
  let firstHeard = 0;
  let running = 0;
  let began = 0;
  let ended = 0;
  /** Runs while events count as made by our last call. */
  let window: NodeJS.Timeout | undefined;
  let heardInWindow = false;
  /** The files that no reading has looked for; true: it was there before. */
  const changes = new Map<string, boolean>();
  /** Of that something came so late that it is hardly our own call's. */
  let heardLate = false;
  /** The reading that runs, or that has opened the window, looks for what was heard in a window before. */
  let isVerifying = false;
  let hasFound = true;

  /** Whether something is left that a reading may find. */
  function gather({ event, path }: FileChange): boolean {
    if (event.startsWith("unlink") && changes.get(path) === false) changes.delete(path);
    else if (!changes.has(path)) changes.set(path, !event.startsWith("add"));
    return changes.size > 0;
  }

  function forget(): void {
    changes.clear();
    heardInWindow = false;
    heardLate = false;
  }

  function overheard(): void {
    debounce = undefined;
    due();
  }

  function settled(): void {
    window = undefined;
    // Another call has begun: its end opens the window anew.
    if (running > 0) return;
    const isOurs = !heardInWindow || (isVerifying && !hasFound);
    forget();
    isVerifying = !isOurs;
    if (!isOurs) due();
  }

  return {
    heard(change) {
      const isLeft = gather(change);
      if (running > 0 || window !== undefined) {
        const isLate = running === 0 && performance.now() - ended > timing.echoMs;
        heardInWindow = isLeft;
        heardLate = isLeft && (heardLate || isLate);
        return;
      }
      if (!isLeft) {
        clearTimeout(debounce);
        debounce = undefined;
        return;
      }
      if (debounce === undefined) firstHeard = performance.now();
      clearTimeout(debounce);
      // A flood of events must not put the reading off for ever.
      const left = timing.debounceMs * LONGEST - (performance.now() - firstHeard);
      debounce = setTimeout(overheard, Math.max(0, Math.min(timing.debounceMs, left)));
    },
    isPending: () => debounce !== undefined || heardLate,
    callBegan() {
      running += 1;
      began = performance.now();
    },
    callEnded() {
      running -= 1;
      ended = performance.now();
      // Calls that follow each other must not put the reading off for ever.
      if (window !== undefined && heardInWindow) return;
      clearTimeout(window);
      // A slow tracker is left alone for as long as the call took.
      window = setTimeout(settled, Math.max(timing.settleMs, performance.now() - began));
    },
    readBegan() {
      clearTimeout(debounce);
      debounce = undefined;
      hasFound = true;
      isVerifying ||= heardInWindow;
      forget();
    },
    readEnded(read) {
      hasFound = read.hasFound;
    },
    close() {
      clearTimeout(debounce);
      clearTimeout(window);
      debounce = undefined;
      window = undefined;
      forget();
      isVerifying = false;
    },
  };
}

/** So many times its own length the debounce may grow. */
const LONGEST = 4;
