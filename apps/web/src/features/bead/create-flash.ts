import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";

/** How long what changed outside stands out. */
const FLASH_MS = 1000;

/** True for a second after `changedAt` (Unix ms) grew while this was on screen; call it in a component. */
export function createFlash(changedAt: () => number): Accessor<boolean> {
  const [isOn, setOn] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(
    on(changedAt, (at, before) => {
      if (before === undefined || at <= before) return;
      clearTimeout(timer);
      setOn(true);
      timer = setTimeout(() => setOn(false), FLASH_MS);
    }),
  );
  onCleanup(() => clearTimeout(timer));
  return isOn;
}
