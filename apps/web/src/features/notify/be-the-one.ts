import { onCleanup } from "solid-js";

/**
 * Whether this tab is the one of the browser that notifies: the first that asks, and when it is closed the next.
 * A browser without locks has no way to know, and each tab is.
 */
export function beTheOne(): () => boolean {
  if (!("locks" in navigator)) return () => true;
  let isIt = false;
  let release = () => {};
  const over = new AbortController();
  const held = new Promise<void>((resolve) => (release = resolve));
  navigator.locks
    .request("switchyard.notifier", { signal: over.signal }, () => {
      isIt = true;
      return held;
    })
    // It was not ours yet when this ended.
    .catch(() => undefined);
  onCleanup(() => {
    isIt = false;
    over.abort();
    release();
  });
  return () => isIt;
}
