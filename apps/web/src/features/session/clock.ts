import { createSignal, onCleanup } from "solid-js";

const [now, setNow] = createSignal(Date.now());
let readers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The time in Unix ms, once a second, from one timer that runs while anyone reads; call it in a component. */
export function createNow(): () => number {
  readers += 1;
  timer ??= setInterval(() => setNow(Date.now()), 1000);
  setNow(Date.now());
  onCleanup(() => {
    readers -= 1;
    if (readers > 0) return;
    clearInterval(timer);
    timer = undefined;
  });
  return now;
}
