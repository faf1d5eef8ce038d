import { type FSWatcher, watch } from "node:fs";

/** How soon a file is looked for that is not there, or that cannot be watched. */
const LOOK_AGAIN_MS = 1000;

/**
 * Calls `look` now and whenever the file may have another content, also one that another file took its place with.
 * Watches the file and not its folder, where other things are written all the time. Returns how to stop.
 */
export function watchFile(path: string, look: () => void): () => void {
  let stopped = false;
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;

  function arm(): void {
    watcher?.close();
    watcher = undefined;
    clearTimeout(timer);
    if (stopped) return;
    try {
      // A replaced file is another file: the watch is set anew after every event.
      watcher = watch(path, { persistent: false }, arm);
      watcher.on("error", lookAgain);
    } catch {
      lookAgain();
    }
    // After setting the watch, so that nothing falls between.
    look();
  }

  function lookAgain(): void {
    watcher?.close();
    clearTimeout(timer);
    timer = setTimeout(arm, LOOK_AGAIN_MS).unref();
  }

  arm();
  return () => {
    stopped = true;
    clearTimeout(timer);
    watcher?.close();
  };
}
