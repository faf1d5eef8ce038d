import { type Accessor, createSignal } from "solid-js";
import type { Written } from "../../../state/bead-edits.ts";
import type { WireError } from "../../../wire/wire-error.ts";

/** One thing that is done to a bead: while it is under way, and why it was refused. */
export interface Act {
  readonly isBusy: Accessor<boolean>;
  readonly refusal: Accessor<WireError | null>;
  /** Whether it is done. While it is under way it is not begun again. */
  run(work: () => Promise<Written>): Promise<boolean>;
  again(): void;
  dismiss(): void;
}

export function createAct(): Act {
  const [isBusy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<WireError | null>(null);
  let last: (() => Promise<Written>) | undefined;

  async function run(work: () => Promise<Written>): Promise<boolean> {
    if (isBusy()) return false;
    last = work;
    setBusy(true);
    setRefusal(null);
    const written = await work();
    setBusy(false);
    if (!written.isDone) setRefusal(written.error);
    return written.isDone;
  }
  return {
    isBusy,
    refusal,
    run,
    again: () => void (last !== undefined && run(last)),
    dismiss: () => setRefusal(null),
  };
}
