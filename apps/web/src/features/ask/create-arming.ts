import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import { ARMING_MS } from "./reading.ts";

/** False for the first 400 ms after what `of` returns changed: a press meant for one can't reach the next. */
export function createArming(of: () => unknown): () => boolean {
  const [armed, setArmed] = createSignal(false);
  createEffect(
    // What is worked out anew and stays the same has not changed.
    on(createMemo(of), () => {
      setArmed(false);
      const timer = setTimeout(() => setArmed(true), ARMING_MS);
      onCleanup(() => clearTimeout(timer));
    }),
  );
  return armed;
}
