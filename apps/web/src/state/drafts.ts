import { createStore } from "solid-js/store";
import { recall, remember } from "./local.ts";

/** What is written and not sent, by session; kept over reloads. */
export interface Drafts {
  of(sessionId: string): string;
  set(sessionId: string, text: string): void;
}

const SAVE_AFTER_MS = 300;

export function createDrafts(): Drafts {
  const [store, setStore] = createStore<Record<string, string>>({});
  const unsaved = new Map<string, string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    for (const [sessionId, text] of unsaved) remember(`draft.${sessionId}`, text);
    unsaved.clear();
  };
  window.addEventListener("pagehide", save);

  return {
    of: (sessionId) => store[sessionId] ?? recall(`draft.${sessionId}`) ?? "",
    set(sessionId, text) {
      setStore(sessionId, text);
      unsaved.set(sessionId, text);
      timer ??= setTimeout(save, SAVE_AFTER_MS);
    },
  };
}
