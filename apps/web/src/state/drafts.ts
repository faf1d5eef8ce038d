import { Attachment } from "@switchyard/core/protocol";
import { createStore } from "solid-js/store";
import { z } from "zod";
import { recall, remember } from "./local.ts";

/** What is written and not sent, by session; kept over reloads. */
export interface Drafts {
  of(sessionId: string): string;
  set(sessionId: string, text: string): void;
  /** What goes with it and is at the bridge already; read once, when a session is opened. */
  filesOf(sessionId: string): readonly Attachment[];
  keepFiles(sessionId: string, files: readonly Attachment[]): void;
  forget(sessionId: string): void;
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

  function set(sessionId: string, text: string): void {
    setStore(sessionId, text);
    unsaved.set(sessionId, text);
    timer ??= setTimeout(save, SAVE_AFTER_MS);
  }
  function keepFiles(sessionId: string, files: readonly Attachment[]): void {
    remember(filesKey(sessionId), files.length === 0 ? null : JSON.stringify(files));
  }

  return {
    of: (sessionId) => store[sessionId] ?? recall(`draft.${sessionId}`) ?? "",
    set,
    filesOf: (sessionId) => parsed(recall(filesKey(sessionId))),
    keepFiles,
    forget(sessionId) {
      set(sessionId, "");
      keepFiles(sessionId, []);
    },
  };
}

function filesKey(sessionId: string): string {
  return `draft-files.${sessionId}`;
}

function parsed(text: string | null): readonly Attachment[] {
  try {
    return z.array(Attachment).parse(JSON.parse(text ?? "[]"));
  } catch {
    return [];
  }
}
