import { onCleanup } from "solid-js";
import { z } from "zod";
import { recall, remember } from "../../../state/local.ts";
import type { FieldValue } from "./fields.ts";

/** What is written in a field, and what the field held when the writing began. */
export interface Draft {
  readonly text: string;
  readonly base: FieldValue;
}

const Kept = z.object({ text: z.string(), base: z.union([z.string(), z.number(), z.null()]) });
const SAVE_AFTER_MS = 300;

/** Keeps the draft of one text over reloads; call it in a component. */
export function createDraftKeeper(key: string) {
  let unsaved: Draft | null | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    if (unsaved !== undefined) remember(key, unsaved === null ? null : JSON.stringify(unsaved));
    unsaved = undefined;
  };
  window.addEventListener("pagehide", save);
  onCleanup(() => {
    save();
    window.removeEventListener("pagehide", save);
  });
  return {
    recall(): Draft | null {
      try {
        return Kept.parse(JSON.parse(recall(key) ?? "null"));
      } catch {
        return null;
      }
    },
    keep(draft: Draft | null): void {
      unsaved = draft;
      timer ??= setTimeout(save, SAVE_AFTER_MS);
    },
  };
}
