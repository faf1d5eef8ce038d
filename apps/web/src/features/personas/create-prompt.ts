import type { ParamsOf, ResultOf } from "@switchyard/core/protocol";
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup, untrack } from "solid-js";
import type { App } from "../../state/app.ts";
import { toWireError, type WireError } from "../../wire/wire-error.ts";

type Asked = ParamsOf<"previewPrompt">;

/** A prompt as the bridge writes it. */
export interface Prompt {
  /** The last one that was written, while another is being written; null: none was yet. */
  readonly told: Accessor<ResultOf<"previewPrompt"> | null>;
  /** Why what is asked for now could not be written. */
  readonly error: Accessor<WireError | null>;
  again(): void;
}

/** `asked` is read again as it changes; `version` changes where the same would be written otherwise. */
export function createPrompt(
  app: App,
  { asked, version }: { asked: Accessor<Asked | undefined>; version: Accessor<string> },
): Prompt {
  const [told, setTold] = createSignal<ResultOf<"previewPrompt"> | null>(null);
  const [error, setError] = createSignal<WireError | null>(null);
  const key = createMemo(() => JSON.stringify([asked(), version()]));

  async function ask(): Promise<void> {
    const [meant, params] = untrack(() => [key(), asked()] as const);
    if (params === undefined) return;
    try {
      const result = await app.wire.call("previewPrompt", params);
      if (meant !== untrack(key)) return;
      setTold(result);
      setError(null);
    } catch (thrown) {
      if (meant === untrack(key)) setError(toWireError(thrown));
    }
  }

  createEffect(
    on(key, () => {
      const wait = untrack(told) === null ? 0 : SETTLED_MS;
      const settled = setTimeout(() => void ask(), wait);
      onCleanup(() => clearTimeout(settled));
    }),
  );
  return { told, error, again: () => void ask() };
}

/** A variable that is being typed changes the prompt with each letter. */
const SETTLED_MS = 200;
