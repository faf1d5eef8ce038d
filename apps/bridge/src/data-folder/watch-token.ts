import { watch } from "node:fs";
import type { FSWatcher } from "node:fs";
import { readToken, tokenPath } from "./token.ts";

/** How soon a token file is looked for that is not there, or that cannot be watched. */
const LOOK_AGAIN_MS = 1000;

/**
 * Calls `onReplaced` with each new token that another process stores. Watches the file and not the
 * folder, which the session log writes to all the time. Returns how to stop.
 */
export function watchToken(
  dataFolder: string,
  { current, onReplaced }: { current: string; onReplaced: (token: string) => void },
): () => void {
  let known = current;
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
      watcher = watch(tokenPath(dataFolder), { persistent: false }, arm);
      watcher.on("error", lookAgain);
    } catch {
      lookAgain();
    }
    // After setting the watch, so that nothing falls between.
    void look();
  }

  function lookAgain(): void {
    watcher?.close();
    clearTimeout(timer);
    timer = setTimeout(arm, LOOK_AGAIN_MS).unref();
  }

  async function look(): Promise<void> {
    const token = await readToken(dataFolder).catch(() => undefined);
    if (stopped || token === undefined || token === known) return;
    known = token;
    onReplaced(token);
  }

  arm();
  return () => {
    stopped = true;
    clearTimeout(timer);
    watcher?.close();
  };
}
