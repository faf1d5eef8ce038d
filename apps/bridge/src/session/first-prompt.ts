import type { FolderStart, KeptStart } from "../changes/folder-start.ts";
import type { SessionRecord } from "./record.ts";
import type { SessionDeps } from "./session-deps.ts";

/** Keeps what a session's folder holds before its first prompt, so that its changes can be told later. */
export interface FirstPrompt {
  /** A turn begins: without effect but before the first. */
  begins(): void;
  /**
   * Resolves when the prompt may go; null: at once. What was kept by then is waited for only a little longer than
   * the program takes to start.
   */
  mayGo(isStarting: () => boolean): Promise<void> | null;
}

export function makeFirstPrompt(
  deps: Pick<SessionDeps, "folders" | "untrusted" | "backend">,
  record: SessionRecord,
  kept: () => void,
): FirstPrompt {
  let keeping: Promise<void> | null = null;
  let isLate = false;

  async function keep(): Promise<void> {
    const { turn, cwd } = record;
    // Also of git a folder's own settings are asked for only when it is trusted.
    const isTrusted = await deps.untrusted(cwd, deps.backend).then(
      (question) => question === null,
      () => false,
    );
    const found = isTrusted ? await deps.folders.keep(cwd) : null;
    keeping = null;
    if (found === null) return;
    record.folderStart = startOf(found, { turn, isLate });
    kept();
  }

  return {
    begins() {
      if (record.folderStart === null) keeping ??= keep();
    },
    mayGo(isStarting) {
      const pending = keeping;
      if (pending === null || isLate) return null;
      const { promise, resolve } = Promise.withResolvers<void>();
      let [patienceMs, longestMs] = [LONGEST_WAIT_MS, LONGEST_IN_ALL_MS];
      const timer = setInterval(() => {
        longestMs -= TICK_MS;
        if (!isStarting()) patienceMs -= TICK_MS;
        if (patienceMs > 0 && longestMs > 0) return;
        isLate = true;
        resolve();
      }, TICK_MS).unref();
      void pending.finally(resolve);
      return promise.finally(() => clearInterval(timer));
    },
  };
}

type Found = Omit<KeptStart, "isLate"> | { readonly fault: string };

function startOf(found: Found, { turn, isLate }: { turn: number; isLate: boolean }): FolderStart {
  const at = Date.now();
  if ("fault" in found) return { at, turn, kept: null, fault: found.fault };
  return { at, turn, kept: { ...found, isLate }, fault: null };
}

/** From when the program could hear the prompt. */
const LONGEST_WAIT_MS = 300;
const LONGEST_IN_ALL_MS = 5_000;
const TICK_MS = 50;
