/** Runs `work` once before the next paint, however often it is asked for; hidden pages paint never and get a timer. */
export function oncePerFrame(work: () => void): { ask(): void; cancel(): void } {
  let cancel: (() => void) | undefined;
  return {
    ask() {
      cancel ??= schedule(() => {
        cancel = undefined;
        work();
      });
    },
    cancel() {
      cancel?.();
      cancel = undefined;
    },
  };
}

/** Runs `work` once, right behind what runs now. */
export function oncePerMicrotask(work: () => void): { ask(): void; cancel(): void } {
  let asked: object | undefined;
  return {
    ask() {
      if (asked !== undefined) return;
      const own = {};
      asked = own;
      queueMicrotask(() => {
        if (asked !== own) return;
        asked = undefined;
        work();
      });
    },
    cancel() {
      asked = undefined;
    },
  };
}

const HIDDEN_MS = 100;

function schedule(run: () => void): () => void {
  if (document.visibilityState === "hidden") {
    const timer = setTimeout(run, HIDDEN_MS);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(run);
  return () => cancelAnimationFrame(frame);
}
