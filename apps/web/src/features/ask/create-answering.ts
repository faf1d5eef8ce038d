import { createEffect, createSignal, on } from "solid-js";
import { WireError } from "../../wire/wire-error.ts";

/** Gives an answer and keeps why one did not go out, until another request is shown. */
export function createAnswering(requestId: () => string) {
  const [error, setError] = createSignal<string>();
  createEffect(on(requestId, () => setError(undefined)));
  return {
    error,
    give(run: () => Promise<void>): void {
      setError(undefined);
      run().catch((reason: unknown) => {
        // Answered elsewhere is no error: what says so is on its way.
        if (reason instanceof WireError && reason.code === "ALREADY_ANSWERED") return;
        setError(reason instanceof Error ? reason.message : String(reason));
      });
    },
  };
}
