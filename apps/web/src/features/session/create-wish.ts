import { createEffect, createSignal, onCleanup } from "solid-js";

/** A value that the bridge tells, and what the user wants it to be: shown at once, and true when it is told. */
export function createWish<T>(told: () => T, ask: (value: T) => Promise<boolean>) {
  const [wish, setWish] = createSignal<{ value: T }>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(() => {
    if (wish()?.value === told()) setWish(undefined);
  });
  onCleanup(() => clearTimeout(timer));
  return {
    shown: () => {
      const wanted = wish();
      return wanted === undefined ? told() : wanted.value;
    },
    isPending: () => wish() !== undefined,
    async want(value: T): Promise<void> {
      clearTimeout(timer);
      if (value === told()) {
        setWish(undefined);
        return;
      }
      const wanted = { value };
      setWish(wanted);
      const isTaken = await ask(value);
      const end = () => wish() === wanted && setWish(undefined);
      // What it then really is comes with the next news of the session.
      if (isTaken) timer = setTimeout(end, TOLD_WITHIN_MS);
      else end();
    },
  };
}

const TOLD_WITHIN_MS = 3000;
